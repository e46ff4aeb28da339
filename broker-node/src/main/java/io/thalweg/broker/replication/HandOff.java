package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.HandOffProposal;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A planned change of leader. As soon as the target has what was there when it began, and that is committed, the leader
 * proposes it; or, if that takes too long, goes on leading. Handing off to an electable holder is safe at any moment, so
 * giving up with an unknown outcome is too.
 *
 * <p>Until the target leads, this leader goes on committing, so that writers hardly notice: appends whose repetition the
 * next leader recognises are taken as ever. Others wait, and are answered with the new leader.
 */
final class HandOff {
    private static final int PAUSE_FACTOR = 2;
    private static final int OUTCOME_FACTOR = 4;

    private final ReplicaContext context;
    private final Consumer<AppendRequest> admit;
    private final Deque<AppendRequest> waiting = new ArrayDeque<>(0);
    private @Nullable Target target;
    private long notBeforeMillis;

    /** @param admit takes the waiting appends when the leader goes on leading */
    HandOff(ReplicaContext context, Consumer<AppendRequest> admit) {
        this.context = context;
        this.admit = admit;
    }

    boolean underWay() {
        return target != null;
    }

    /** Whether the target may lead already: this broker's lease says nothing about that. */
    boolean proposed() {
        return target != null && target.proposed;
    }

    boolean mayBegin() {
        return target == null && context.nowMillis() >= notBeforeMillis;
    }

    void begin(Holder to) {
        target = new Target(to, context.log().logEnd(), context.nowMillis());
    }

    /** The broker that shall lead; null if none. */
    @Nullable
    Holder target() {
        return target == null ? null : target.holder;
    }

    /** Whether an append must wait for the end of the hand-off: repeating it at the next leader could store it twice. */
    boolean holds(AppendRequest request) {
        return target != null && (request.acks() != Acks.ALL || !request.batch().hasProducer());
    }

    /** Keeps an append until the hand-off ends. */
    void hold(AppendRequest request) {
        if (waiting.size() >= context.settings().maxPendingAppends()) {
            context.reject(request, new Rejection.Overloaded());
        } else {
            waiting.add(request);
        }
    }

    /** The leader has committed up to here, and the target that. */
    void reached(long highWatermark, long targetEnd) {
        Target current = target;
        if (current != null && !current.proposed && Math.min(highWatermark, targetEnd) >= current.fromEnd) {
            current.proposed = true;
            current.sinceMillis = context.nowMillis();
            submit(current);
        }
    }

    void onOutcome(long attempt, ProposalOutcome outcome) {
        Target current = target;
        if (current == null || current.attempt != attempt) {
            return;
        }
        current.attempt = 0;
        switch (outcome) {
            case ACCEPTED -> current.accepted = true;
            case REJECTED -> giveUp();
            case UNKNOWN ->
                current.repeatAtMillis =
                        context.nowMillis() + context.settings().retryMillis();
        }
    }

    void onTick() {
        Target current = target;
        if (current == null) {
            return;
        }
        long patience = context.settings().handOffMillis() * (current.proposed ? OUTCOME_FACTOR : 1);
        if (context.nowMillis() - current.sinceMillis > patience) {
            giveUp();
        } else if (current.proposed
                && current.attempt == 0
                && !current.accepted
                && context.nowMillis() >= current.repeatAtMillis) {
            submit(current);
        }
    }

    /** Goes on leading; who waited is admitted in order. */
    void giveUp() {
        target = null;
        notBeforeMillis =
                context.nowMillis() + PAUSE_FACTOR * context.settings().handOffMillis();
        AppendRequest next = waiting.poll();
        while (next != null) {
            admit.accept(next);
            next = waiting.poll();
        }
    }

    /** The leader leads no more: nothing of these was stored. */
    void rejectWaiting(Rejection rejection) {
        AppendRequest next = waiting.poll();
        while (next != null) {
            context.reject(next, rejection);
            next = waiting.poll();
        }
        target = null;
    }

    boolean targets(BrokerId broker) {
        return target != null && target.holder.broker().equals(broker);
    }

    private void submit(Target current) {
        current.attempt = context.nextAttempt();
        context.outbox()
                .add(new ReplicaAction.ProposeHandOff(new HandOffProposal(
                        context.leaderEpoch(), context.view().version(), current.holder, current.attempt)));
    }

    private static final class Target {
        private final Holder holder;
        /** Where the log ended when it began. */
        private final long fromEnd;

        private long sinceMillis;
        private boolean proposed;
        private boolean accepted;
        private long attempt;
        private long repeatAtMillis;

        Target(Holder holder, long fromEnd, long sinceMillis) {
            this.holder = holder;
            this.fromEnd = fromEnd;
            this.sinceMillis = sinceMillis;
        }
    }
}
