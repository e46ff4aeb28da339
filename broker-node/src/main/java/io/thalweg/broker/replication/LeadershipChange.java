package io.thalweg.broker.replication;

import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.ReplicaStatus;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a leader wants changed in the metadata: its holder set, and, when it drains, the leadership itself. */
final class LeadershipChange {
    private final ReplicaContext context;
    private final FollowerSet followers;
    private final HolderProposals proposals;
    private final HandOff handOff;

    LeadershipChange(ReplicaContext context, FollowerSet followers, HolderProposals proposals, HandOff handOff) {
        this.context = context;
        this.followers = followers;
        this.proposals = proposals;
        this.handOff = handOff;
    }

    /** Proposes a better holder set, or begins to hand off when this broker drains. */
    void review(long aboveEpochStart) {
        if (!proposals.idle() || handOff.underWay()) {
            return;
        }
        PartitionView view = context.view();
        HolderChange wanted = new HolderChange(
                view,
                context.identity().broker(),
                candidate -> followers.joinable(candidate, aboveEpochStart),
                followers::lags,
                context.rules().keeps(ReplicationRules.Rule.STRICT_REMOVAL));
        List<Holder> set = wanted.nothingToChange() ? view.holders() : wanted.wanted();
        if (!sameEntries(set, view.holders())) {
            proposals.propose(set);
        } else if (draining()) {
            handOffToBest();
        }
    }

    private static boolean sameEntries(List<Holder> set, List<Holder> other) {
        return set.equals(other) || new HashSet<>(set).equals(new HashSet<>(other));
    }

    /** Begins a hand-off to the live holder that has most, if there is one. */
    void handOffToBest() {
        Holder target = bestTarget();
        if (target != null && handOff.mayBegin() && proposals.idle()) {
            handOff.begin(target);
        }
    }

    /** As {@link #review}, if some follower is not in the set: cheap enough for every acknowledgement. */
    void reviewIfJoinable(long aboveEpochStart) {
        if (proposals.idle() && followers.anyOutside(context.view())) {
            review(aboveEpochStart);
        }
    }

    /** Begins a hand-off to a certain broker, if it is a live holder. */
    void handOffTo(BrokerId broker) {
        if (!handOff.mayBegin() || !proposals.idle()) {
            return;
        }
        for (Holder holder : context.view().holders()) {
            if (holder.broker().equals(broker) && eligible(holder)) {
                handOff.begin(holder);
            }
        }
    }

    /** Proposes the hand-off that is under way once the target has enough. */
    void handOffIfReady() {
        Holder target = handOff.target();
        if (target != null) {
            handOff.reached(context.log().highWatermark(), followers.endOf(target));
        }
    }

    /** Whether the image has another electable holder. */
    boolean otherCouldLead() {
        for (Holder holder : context.view().holders()) {
            if (!holder.broker().equals(context.identity().broker())
                    && context.view().electable(holder)) {
                return true;
            }
        }
        return false;
    }

    private boolean draining() {
        ReplicaStatus own = context.view().status(context.identity().broker());
        return own != null && own.draining();
    }

    private @Nullable Holder bestTarget() {
        Holder best = null;
        for (Holder holder : context.view().holders()) {
            if (eligible(holder) && (best == null || followers.endOf(holder) > followers.endOf(best))) {
                best = holder;
            }
        }
        return best;
    }

    private boolean eligible(Holder holder) {
        ReplicaStatus status = context.view().status(holder.broker());
        return !holder.broker().equals(context.identity().broker())
                && context.view().electable(holder)
                && status != null
                && !status.draining()
                && followers.hasRoom(holder);
    }
}
