package io.thalweg.broker.replication;

import io.thalweg.broker.producer.ProducerCheck;
import io.thalweg.broker.producer.SequencedBatch;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.view.PartitionView;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides on an append before anything is stored, so that every refusal is definite: first whether a lease is needed and
 * held, then whether it is a repetition, then its conditions, then whether enough holders live, then the bounds.
 */
final class Admission {
    private final ReplicaContext context;
    private final PendingAppends pending;
    private final IntSupplier inSync;

    /** @param inSync number of holders that are in sync and take records */
    Admission(ReplicaContext context, PendingAppends pending, IntSupplier inSync) {
        this.context = context;
        this.pending = pending;
        this.inSync = inSync;
    }

    /** Stores the batch, answers, or refuses. */
    void admit(AppendRequest request) {
        if (request.acks() != Acks.ALL && !context.leased()) {
            context.reject(request, new Rejection.LeaseExpired());
        } else if (context.rules().keeps(ReplicationRules.Rule.DEDUPLICATE)) {
            context.log().producers().check(request.batch()).dispatch(new BySequence(request));
        } else {
            fresh(request);
        }
    }

    private void fresh(AppendRequest request) {
        Rejection refusal = refusal(request);
        if (refusal != null) {
            context.reject(request, refusal);
            return;
        }
        ReplicaLog log = context.log();
        RecordBatch batch = request.batch();
        long epoch = context.leaderEpoch().value();
        long appendTime = log.appendTime(context.wallMillis());
        batch.stamp(log.logEnd(), epoch, appendTime);
        context.beforeAppend();
        log.append(batch, context.outbox());
        long end = context.rules().keeps(ReplicationRules.Rule.ACK_AFTER_COMMIT) ? batch.nextOffset() : 0;
        pending.add(request, new Appended(batch.baseOffset(), epoch, appendTime, false), end);
    }

    private @Nullable Rejection refusal(AppendRequest request) {
        long logEnd = context.log().logEnd();
        if (request.expectedLogEnd() != AppendRequest.ANY_LOG_END && request.expectedLogEnd() != logEnd) {
            return sure(new Rejection.LogEndMismatch(request.expectedLogEnd(), logEnd));
        }
        PartitionView view = context.view();
        int able = inSync.getAsInt();
        if (able < view.minIsr()) {
            return new Rejection.NotEnoughReplicas(view.minIsr(), able);
        }
        boolean full = pending.count() >= context.settings().maxPendingAppends()
                || pending.bytes() >= context.settings().maxPendingBytes();
        return full ? new Rejection.Overloaded() : null;
    }

    /** A no that a newer leader's log could turn into a yes is only said by who surely leads. */
    private Rejection sure(Rejection refusal) {
        return context.leased() ? refusal : new Rejection.LeaseExpired();
    }

    /** What the producer's sequence leads to. A repetition is answered when the original is committed. */
    private final class BySequence implements ProducerCheck.Handler<Boolean> {
        private final AppendRequest request;

        BySequence(AppendRequest request) {
            this.request = request;
        }

        @Override
        public Boolean next(ProducerCheck.Next check) {
            fresh(request);
            return true;
        }

        @Override
        public Boolean duplicate(ProducerCheck.Duplicate check) {
            SequencedBatch original = check.original();
            Appended result =
                    new Appended(original.baseOffset(), original.leaderEpoch(), original.appendTimeMillis(), true);
            pending.add(request, result, original.nextOffset());
            return true;
        }

        @Override
        public Boolean oldDuplicate(ProducerCheck.OldDuplicate check) {
            pending.add(request, new Appended(Appended.UNKNOWN_OFFSET, 0, -1, true), 0);
            return true;
        }

        @Override
        public Boolean outOfOrder(ProducerCheck.OutOfOrder check) {
            context.reject(request, sure(new Rejection.OutOfOrderSequence(check.expected(), check.got())));
            return true;
        }

        @Override
        public Boolean fenced(ProducerCheck.Fenced check) {
            context.reject(request, new Rejection.ProducerFenced(check.currentEpoch()));
            return true;
        }
    }
}
