package io.thalweg.broker.replication.message;

import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a leader to one follower. On the wire each also names its slot, which is the partition uid. */
public sealed interface LeaderMessage {
    LeaderEpoch leaderEpoch();

    <R> R dispatch(Handler<R> handler);

    /** One method per message. */
    interface Handler<R> {
        R matched(Matched message);

        R diverged(Diverged message);

        R data(Data message);

        R mark(Mark message);

        R reset(Reset message);

        R move(Move message);

        R table(Table message);
    }

    /**
     * The follower's log is a prefix of the leader's; data comes from its end.
     *
     * @param fromOffset equals the follower's log end
     */
    record Matched(LeaderEpoch leaderEpoch, long fromOffset, long logStart, long highWatermark)
            implements LeaderMessage {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.matched(this);
        }
    }

    /**
     * The logs differ somewhere below the follower's end.
     *
     * @param entries the leader's epochs at or below the follower's last one, newest first, at most 32
     * @param epochEnd end of the newest listed epoch in the leader's log
     * @param highWatermark the leader's; its producer rows hold all that is below
     */
    record Diverged(
            LeaderEpoch leaderEpoch,
            List<EpochMark> entries,
            long epochEnd,
            long logStart,
            long highWatermark,
            long logEnd)
            implements LeaderMessage {
        /** Bound on the number of entries. */
        public static final int MAX_ENTRIES = 32;

        public Diverged {
            entries = List.copyOf(entries);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.diverged(this);
        }
    }

    /**
     * Whole batches in offset order, the first at the follower's log end. Whoever decodes it from the wire has checked
     * each checksum; the follower checks order, epochs and chain.
     */
    record Data(LeaderEpoch leaderEpoch, long logStart, long highWatermark, List<RecordBatch> batches)
            implements LeaderMessage {
        public Data {
            batches = List.copyOf(batches);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.data(this);
        }
    }

    /** The leader's positions, when no data carries them. Several of one turn may travel in one wire message. */
    record Mark(LeaderEpoch leaderEpoch, long logStart, long highWatermark) implements LeaderMessage {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.mark(this);
        }
    }

    /**
     * More of the producer rows that a Reset at the log start began with.
     *
     * @param logStart that of the Reset
     */
    record Table(LeaderEpoch leaderEpoch, long logStart, ProducerRows producerRows) implements LeaderMessage {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.table(this);
        }
    }

    /**
     * The follower belongs on another lane: nothing more is sent for it on this stream; it is to follow on that one. The
     * answer to a Follow, or after data.
     */
    record Move(LeaderEpoch leaderEpoch, Lane lane) implements LeaderMessage {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.move(this);
        }
    }

    /**
     * The leader does not serve the follower.
     *
     * @param waitForImage with {@code WAIT_FOR_IMAGE} the image index that the leader lacks, else 0
     * @param logStart with {@code BELOW_LOG_START} the leader's log start, else 0
     * @param epochAtStart with {@code BELOW_LOG_START} the epoch in force at the log start and the chain hash there;
     *     null if nothing was ever appended below it
     * @param producerRows with {@code BELOW_LOG_START} the first of the leader's producer rows, which the follower could
     *     no longer derive from the log; the follower asks for the others, and drops its log when it has all
     */
    record Reset(
            LeaderEpoch leaderEpoch,
            ResetCause cause,
            long waitForImage,
            long logStart,
            @Nullable EpochMark epochAtStart,
            ProducerRows producerRows)
            implements LeaderMessage {
        /** A reset for a cause that needs no details. */
        public static Reset of(LeaderEpoch leaderEpoch, ResetCause cause) {
            return new Reset(leaderEpoch, cause, 0, 0, null, ProducerRows.NONE);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.reset(this);
        }
    }
}
