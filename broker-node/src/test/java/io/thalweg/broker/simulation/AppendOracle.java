package io.thalweg.broker.simulation;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks every answer to a producer against what the answering replica's log holds, and against what is committed. */
final class AppendOracle {
    private static final int REMEMBERED = 5;

    private final Oracle oracle;
    private final Map<Long, Asked> asked = new HashMap<>();

    AppendOracle(Oracle oracle) {
        this.oracle = oracle;
    }

    /** A request reaches a replica. */
    void onRequest(SimReplica replica, AppendRequest request) {
        RecordBatch batch = request.batch();
        asked.put(
                request.token(),
                new Asked(
                        request.acks(),
                        batch.producerId(),
                        batch.hasProducer() ? batch.baseSequence() : -1,
                        batch.hasProducer() ? batch.lastSequence() : -1));
        oracle.committed(replica.uid).attempt(batch.crc(), request.token());
    }

    /** The replica answers. */
    void onAnswer(SimReplica replica, ReplicaAction action) {
        if (action instanceof ReplicaAction.CompleteAppend complete) {
            Asked request = Objects.requireNonNull(asked.get(complete.token()));
            request.answeredIn = replica.core.positions().leaderEpoch().value();
            Appended result = complete.result();
            if (result.duplicate()) {
                checkDuplicate(replica, request, result);
            }
        } else if (action instanceof ReplicaAction.RejectAppend reject) {
            Asked request = Objects.requireNonNull(asked.get(reject.token()));
            if (reject.rejection() instanceof Rejection.OutOfOrderSequence outOfOrder) {
                checkOutOfOrder(replica, request, outOfOrder);
            }
        }
    }

    /** The answer goes out, after the write of the turn. */
    void onSent(SimReplica replica, ReplicaAction action) {
        if (action instanceof ReplicaAction.CompleteAppend complete) {
            Asked request = Objects.requireNonNull(asked.get(complete.token()));
            boolean lost = oracle.recoveries().deposed(replica.uid, request.answeredIn);
            if (request.acks == Acks.ALL && !lost) {
                oracle.committed(replica.uid)
                        .acknowledged(
                                request.producer,
                                request.first,
                                complete.result().baseOffset());
            }
        } else if (action instanceof ReplicaAction.RejectAppend reject
                && reject.rejection().definite()) {
            oracle.committed(replica.uid).refused(reject.token());
        }
    }

    /** Said to be a repetition: then the log has it, at that offset, or too long ago to remember. */
    private void checkDuplicate(SimReplica replica, Asked request, Appended result) {
        History history = oracle.history(replica.uid);
        History.Node node = history.lastOf(request.producer, replica.chain());
        int newer = 0;
        while (node != null && node.firstSequence() > request.first) {
            node = history.lastOf(request.producer, node.chainBefore());
            newer++;
        }
        History.Node found = node;
        int after = newer;
        Oracle.require(
                found != null
                        && found.firstSequence() <= request.first
                        && found.lastSequence() >= request.last
                        && (result.baseOffset() < 0 ? after >= REMEMBERED : found.base() == result.baseOffset()),
                "S13",
                () -> replica + " took " + request + " for a repetition: " + result + ", its log has " + found);
    }

    /** Said to leave a gap: then the log lacks what comes before. */
    private void checkOutOfOrder(SimReplica replica, Asked request, Rejection.OutOfOrderSequence rejection) {
        History.@Nullable Node last = oracle.history(replica.uid).lastOf(request.producer, replica.chain());
        long known = last == null ? 0 : last.lastSequence() + 1;
        // Rows that were ahead of the log of a recovery's leader are gone, and what they had pushed out with them.
        boolean forgotten = oracle.recoveries().recovered(replica.uid) && rejection.expected() == 0;
        long expected = forgotten ? 0 : known;
        Oracle.require(
                rejection.expected() == expected && rejection.got() == request.first && request.first > expected,
                "S13",
                () -> replica + " refused " + request + " as " + rejection + ", its log expects " + expected);
    }

    private static final class Asked {
        private final Acks acks;
        private final long producer;
        private final long first;
        private final long last;
        /** Leader epoch in which the replica answered. */
        private long answeredIn;

        Asked(Acks acks, long producer, long first, long last) {
            this.acks = acks;
            this.producer = producer;
            this.first = first;
            this.last = last;
        }

        @Override
        public String toString() {
            return acks + " of producer " + producer + ", " + first + " to " + last;
        }
    }
}
