package io.thalweg.broker.replication;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How far the log is committed: the largest n such that (a) this leader's end is at or above n; (b) so is the end that
 * every entry of the committed set and of an unresolved proposal acknowledged at the entry's broker epoch, the newer
 * one where both sets name a broker; (c) the committed set has at least minIsr entries; (d) n lies above the leader's
 * EpochStart. Ends count as the durability mode says.
 */
final class CommitRule {
    /** The end of a member that has acknowledged nothing at the epoch in question. */
    static final long NOTHING = -1;

    private final ReplicationRules rules;

    CommitRule(ReplicationRules rules) {
        this.rules = rules;
    }

    /**
     * The committed end, or {@link #NOTHING}.
     *
     * @param endOf the acknowledged end of an entry's broker at the entry's epoch, this leader's own end included;
     *     {@link #NOTHING} if there is none
     * @param aboveStart the lowest end that includes the leader's EpochStart
     */
    long committedEnd(
            List<Holder> committed,
            List<Holder> unresolved,
            int minIsr,
            long aboveStart,
            ToLongFunction<Holder> endOf) {
        if (committed.size() < minIsr && rules.keeps(ReplicationRules.Rule.MIN_ISR_AT_COMMIT)) {
            return NOTHING;
        }
        List<Holder> proposed = rules.keeps(ReplicationRules.Rule.COMMIT_ON_UNION) ? unresolved : List.<Holder>of();
        long end = committed.isEmpty() ? NOTHING : Long.MAX_VALUE;
        for (Holder entry : committed) {
            Holder other = entryOf(proposed, entry.broker());
            Holder newer = other != null && other.epoch().compareTo(entry.epoch()) > 0 ? other : entry;
            end = Math.min(end, endOf.applyAsLong(newer));
        }
        for (Holder entry : proposed) {
            if (entryOf(committed, entry.broker()) == null) {
                end = Math.min(end, endOf.applyAsLong(entry));
            }
        }
        return end < aboveStart ? NOTHING : end;
    }

    private static @Nullable Holder entryOf(List<Holder> set, BrokerId broker) {
        for (Holder entry : set) {
            if (entry.broker().equals(broker)) {
                return entry;
            }
        }
        return null;
    }
}
