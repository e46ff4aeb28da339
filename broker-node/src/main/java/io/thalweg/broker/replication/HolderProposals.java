package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.HolderProposal;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.metadata.model.Holder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one proposal that may be unresolved. It is resolved only by a version of the partition above the one it is based
 * on: a copy of it may have been applied before the one that was rejected, or may be applied at any later time. Until
 * then the proposed set counts at commit. While the outcome is unknown, the identical proposal is repeated; once it is
 * rejected, the committed set itself is proposed: that changes nothing but the version, and kills every copy.
 */
final class HolderProposals {
    private final ReplicaContext context;
    private @Nullable Unresolved unresolved;

    HolderProposals(ReplicaContext context) {
        this.context = context;
    }

    /** The proposed set that must count at commit; empty if there is none. */
    List<Holder> unresolved() {
        return unresolved == null ? List.of() : unresolved.holders;
    }

    boolean idle() {
        return unresolved == null;
    }

    /** Proposes a set that differs from the committed one, unless a proposal is unresolved. */
    void propose(List<Holder> holders) {
        if (unresolved == null) {
            unresolved = new Unresolved(context.view().version(), holders);
            submit(unresolved, holders);
        }
    }

    /** A newer view: a version above the base resolves, whatever became of the proposal. */
    void onView() {
        if (unresolved != null && context.view().version() > unresolved.base) {
            unresolved = null;
        }
    }

    void onOutcome(long attempt, ProposalOutcome outcome) {
        Unresolved current = unresolved;
        if (current == null || current.attempt != attempt) {
            return;
        }
        current.attempt = 0;
        switch (outcome) {
            case ACCEPTED -> current.accepted = true;
            case REJECTED -> rejected(current);
            case UNKNOWN -> unknown(current);
        }
    }

    private void unknown(Unresolved current) {
        current.repeatAtMillis = context.nowMillis() + context.settings().retryMillis();
        if (!context.rules().keeps(ReplicationRules.Rule.UNKNOWN_IS_NO_OUTCOME)) {
            unresolved = null;
        }
    }

    private void rejected(Unresolved current) {
        current.neutral = true;
        current.repeatAtMillis = context.nowMillis() + context.settings().retryMillis();
    }

    void onTick() {
        Unresolved current = unresolved;
        if (current != null
                && current.attempt == 0
                && !current.accepted
                && context.nowMillis() >= current.repeatAtMillis) {
            submit(current, current.neutral ? context.view().holders() : current.holders);
        }
    }

    private void submit(Unresolved current, List<Holder> holders) {
        current.attempt = context.nextAttempt();
        context.outbox()
                .add(new ReplicaAction.ProposeHolders(
                        new HolderProposal(context.leaderEpoch(), current.base, holders, current.attempt)));
    }

    private static final class Unresolved {
        private final long base;
        private final List<Holder> holders;
        private long attempt;
        private boolean accepted;
        private boolean neutral;
        private long repeatAtMillis;

        Unresolved(long base, List<Holder> holders) {
            this.base = base;
            this.holders = holders;
        }
    }
}
