package io.thalweg.broker.replication;

import java.util.EnumSet;
import java.util.Set;

/**
 * The rules that the protocol rests on, each with a switch for the mutation tests: with a rule off, the simulator must
 * find a violation. Production always runs {@link #ALL}; only tests of this package's simulator build anything else.
 */
public final class ReplicationRules {
    /** Every rule is on. */
    public static final ReplicationRules ALL = new ReplicationRules(EnumSet.noneOf(Rule.class));

    private final Set<Rule> broken;

    private ReplicationRules(Set<Rule> broken) {
        this.broken = broken;
    }

    /** All rules but these; for tests. */
    public static ReplicationRules without(Rule rule, Rule... more) {
        return new ReplicationRules(EnumSet.of(rule, more));
    }

    /** Whether a rule is on. */
    public boolean keeps(Rule rule) {
        return !broken.contains(rule);
    }

    /** One rule each. */
    public enum Rule {
        /** An append with acks all is answered when it is committed, not before. */
        ACK_AFTER_COMMIT,
        /** A follower whose log differs cuts it before it copies. */
        TRUNCATE_ON_DIVERGENCE,
        /** A follower cuts where the histories part, not at its high watermark. */
        TRUNCATE_BY_EPOCH,
        /** Commit counts every member of an unresolved proposal too. */
        COMMIT_ON_UNION,
        /** A proposal without an outcome still counts: it may be applied at any later time. */
        UNKNOWN_IS_NO_OUTCOME,
        /** Records of mode fsync count when they are durable, not when they are written. */
        COUNT_DURABLE_END,
        /** An acknowledgement counts for an entry only if it comes from the entry's process life. */
        ACK_OF_ENTRY_EPOCH,
        /** A message of another leader epoch is dropped. */
        MESSAGE_OF_SAME_EPOCH,
        /** An entry leaves the set only if enough validated ones remain. */
        STRICT_REMOVAL,
        /** Nothing is committed while the set has fewer entries than the topic's minimum. */
        MIN_ISR_AT_COMMIT,
        /** Positions go to, and are taken by, matched followers only. */
        MARKS_ONLY_MATCHED,
        /** A replica joins only when it has everything committed. */
        JOIN_WHEN_CAUGHT_UP,
        /** A Follow that another lane overtook is dropped. */
        NEWEST_FOLLOW,
        /** A batch that a producer sends again is not appended again. */
        DEDUPLICATE,
        /** The producer table forgets what a truncation cut. */
        OVERLAY_FOLLOWS_LOG,
        /** What a replica acknowledged before a fault of it was reported counts no more. */
        ACK_AFTER_FAULT,
        /** A cut below the own high watermark needs a recovery later than the epoch in which that was learned. */
        CUT_BELOW_WATERMARK_AFTER_RECOVERY,
        /** What a recovery may have declared lost is copied to quarantine before it is cut. */
        QUARANTINE_BEFORE_CUT,
        /** A cut below the own high watermark takes the leader's producer rows: the own ones know what is cut. */
        ROWS_GO_BACK_WITH_LOG
    }
}
