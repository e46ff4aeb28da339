package io.thalweg.broker.runtime.access;

import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.metadata.model.PartitionId;

/** Why a request to a partition was not done. The names are those of error.proto. */
public sealed interface Refusal {
    /** Whether nothing was stored, so that the request may be given up or sent anew; else it must be retried as it is. */
    default boolean definite() {
        return true;
    }

    <R> R dispatch(Handler<R> handler);

    /** One method per refusal. */
    interface Handler<R> {
        R replica(ByReplica refusal);

        R unknownPartition(UnknownPartition refusal);

        R offsetOutOfRange(OffsetOutOfRange refusal);

        R offsetNotYetAvailable(OffsetNotYetAvailable refusal);

        R diskFull(DiskFull refusal);

        R notReady(NotReady refusal);
    }

    /** The replica said no; also when no replica is here, as {@link Rejection.NotLeader}. */
    record ByReplica(Rejection rejection) implements Refusal {
        @Override
        public boolean definite() {
            return rejection.definite();
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.replica(this);
        }
    }

    /** The image of this broker has no such partition. */
    record UnknownPartition(PartitionId partition) implements Refusal {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.unknownPartition(this);
        }
    }

    /** The offset is below the log start, or the reader saw a history that was recovered away. */
    record OffsetOutOfRange(long offset, long logStart, long highWatermark) implements Refusal {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.offsetOutOfRange(this);
        }
    }

    /** The position, or "latest", is ahead of what this leader has committed so far: wait and ask again. */
    record OffsetNotYetAvailable(long offset, long highWatermark) implements Refusal {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.offsetNotYetAvailable(this);
        }
    }

    /** The disk is nearly full; reads go on. */
    record DiskFull(long freeBytes) implements Refusal {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.diskFull(this);
        }
    }

    /** The broker is starting or stopping. */
    record NotReady() implements Refusal {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.notReady(this);
        }
    }
}
