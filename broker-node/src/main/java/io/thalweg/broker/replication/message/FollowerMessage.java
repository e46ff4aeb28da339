package io.thalweg.broker.replication.message;

import io.thalweg.metadata.model.LeaderEpoch;

/**
 * From a follower to its leader. On the wire each also names its slot, which is the partition uid: unique in the
 * cluster, so the streams need no slot tables.
 */
public sealed interface FollowerMessage {
    LeaderEpoch leaderEpoch();

    <R> R dispatch(Handler<R> handler);

    /** One method per message. */
    interface Handler<R> {
        R follow(Follow message);

        R ack(Ack message);

        R unfollow(Unfollow message);

        R askRows(AskRows message);
    }

    /**
     * "Here is where my log stands; send what follows."
     *
     * @param logEnd the follower's log end
     * @param durableEnd below it the follower's log survives a power loss
     * @param lastEpoch epoch of its last batch, 0 for an empty log
     * @param chain chain hash of everything below {@code logEnd}
     * @param settledFault image index of the newest reported fault of this replica that it has settled, 0 for none: what
     *     it says here and acknowledges later is about bytes that it has had or copied since
     * @param attempt grows with each Follow of the replica in a life of its broker, whatever the lane: streams of two
     *     lanes keep no order between them, so the leader needs it to know which Follow is the newest
     */
    record Follow(
            LeaderEpoch leaderEpoch,
            long logStart,
            long highWatermark,
            long logEnd,
            long durableEnd,
            long lastEpoch,
            long chain,
            long settledFault,
            long attempt)
            implements FollowerMessage {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.follow(this);
        }
    }

    /**
     * How far the follower's log has come.
     *
     * @param logEnd everything below is written, and a durable flag says so if it is above {@code durableEnd}
     * @param durableEnd everything below survives a power loss, at or below {@code logEnd}
     * @param chain chain hash of everything below {@code logEnd}, or {@link #NO_CHAIN}
     */
    record Ack(LeaderEpoch leaderEpoch, long logEnd, long durableEnd, long chain) implements FollowerMessage {
        /** The follower does not compare this time. */
        public static final long NO_CHAIN = 0;

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.ack(this);
        }
    }

    /**
     * "I have the producer rows below this id; send more." One piece is under way at a time, so neither end ever holds
     * more than one for the wire.
     *
     * @param logStart of the Reset that the rows belong to
     */
    record AskRows(LeaderEpoch leaderEpoch, long logStart, long fromProducer) implements FollowerMessage {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.askRows(this);
        }
    }

    /**
     * The follower gave the replica up: forget it.
     *
     * @param noRoom because its disk is nearly full: it follows again when there is room, and must not be waited for
     */
    record Unfollow(LeaderEpoch leaderEpoch, boolean noRoom) implements FollowerMessage {
        /** For another reason than its disk. */
        public Unfollow(LeaderEpoch leaderEpoch) {
            this(leaderEpoch, false);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.unfollow(this);
        }
    }
}
