package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Appends of this leader that are stored and not answered, ordered by the end that they wait for. */
final class PendingAppends {
    private static final Comparator<Pending> BY_END =
            Comparator.comparingLong(Pending::end).thenComparingLong(Pending::arrival);

    private final Outbox outbox;
    private final PriorityQueue<Pending> untilCommitted = new PriorityQueue<>(1, BY_END);
    private final PriorityQueue<Pending> untilStoredHere = new PriorityQueue<>(1, BY_END);
    private long arrivals;
    private long bytes;
    private long earliestDeadline = Long.MAX_VALUE;

    PendingAppends(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Answers the request when its end is reached; at once for acks none. */
    void add(AppendRequest request, Appended result, long end) {
        if (request.acks() == Acks.NONE) {
            outbox.add(new ReplicaAction.CompleteAppend(request.token(), result));
            return;
        }
        int length = request.batch().length();
        Pending pending = new Pending(request.token(), result, end, request.deadlineMillis(), length, arrivals++);
        (request.acks() == Acks.ALL ? untilCommitted : untilStoredHere).add(pending);
        bytes += length;
        earliestDeadline = Math.min(earliestDeadline, request.deadlineMillis());
    }

    /** Answers what has been reached. */
    void reached(long highWatermark, long ownEnd) {
        complete(untilCommitted, highWatermark);
        complete(untilStoredHere, ownEnd);
    }

    private void complete(PriorityQueue<Pending> queue, long end) {
        Pending first = queue.peek();
        while (first != null && first.end <= end) {
            queue.remove();
            bytes -= first.bytes;
            outbox.add(new ReplicaAction.CompleteAppend(first.token, first.result));
            first = queue.peek();
        }
    }

    /** Answers what waits beyond its deadline: the outcome is not known. */
    void expire(long nowMillis) {
        if (nowMillis < earliestDeadline) {
            return;
        }
        earliestDeadline = Long.MAX_VALUE;
        expire(untilCommitted, nowMillis);
        expire(untilStoredHere, nowMillis);
    }

    private void expire(PriorityQueue<Pending> queue, long nowMillis) {
        List<Pending> late = new ArrayList<>();
        for (Pending pending : queue) {
            if (pending.deadlineMillis <= nowMillis) {
                late.add(pending);
            } else {
                earliestDeadline = Math.min(earliestDeadline, pending.deadlineMillis);
            }
        }
        late.sort(BY_END);
        for (Pending pending : late) {
            queue.remove(pending);
            bytes -= pending.bytes;
            outbox.add(new ReplicaAction.RejectAppend(pending.token, new Rejection.TimedOut()));
        }
    }

    /** Answers everything that waits with the same indefinite rejection. */
    void fail(Rejection rejection) {
        for (PriorityQueue<Pending> queue : List.of(untilCommitted, untilStoredHere)) {
            Pending first = queue.poll();
            while (first != null) {
                outbox.add(new ReplicaAction.RejectAppend(first.token, rejection));
                first = queue.poll();
            }
        }
        bytes = 0;
    }

    int count() {
        return untilCommitted.size() + untilStoredHere.size();
    }

    long bytes() {
        return bytes;
    }

    private record Pending(long token, Appended result, long end, long deadlineMillis, int bytes, long arrival) {}
}
