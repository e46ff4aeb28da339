package io.thalweg.broker.replication.action;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import org.jspecify.annotations.Nullable;

/**
 * Why an append, or another request to a replica, was not done. The names are those of error.proto.
 */
public sealed interface Rejection {
    /** Whether nothing was stored, so that the request may be given up or sent anew; else it must be retried as it is. */
    boolean definite();

    <R> R dispatch(Handler<R> handler);

    /** One method per rejection. */
    interface Handler<R> {
        R notLeader(NotLeader rejection);

        R notEnoughReplicas(NotEnoughReplicas rejection);

        R outOfOrderSequence(OutOfOrderSequence rejection);

        R producerFenced(ProducerFenced rejection);

        R logEndMismatch(LogEndMismatch rejection);

        R overloaded(Overloaded rejection);

        R leaseExpired(LeaseExpired rejection);

        R timedOut(TimedOut rejection);

        R leadershipLost(LeadershipLost rejection);

        R faulted(Faulted rejection);
    }

    /**
     * This broker does not lead the partition.
     *
     * @param leader who does, as far as this broker knows; null while there is no leader
     */
    record NotLeader(@Nullable BrokerId leader, LeaderEpoch leaderEpoch) implements Rejection {
        @Override
        public boolean definite() {
            return true;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.notLeader(this);
        }
    }

    /** Fewer live validated holders than the topic requires. */
    record NotEnoughReplicas(int required, int inSync) implements Rejection {
        @Override
        public boolean definite() {
            return true;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.notEnoughReplicas(this);
        }
    }

    /** Another broker may lead by now: what rests on this broker alone is not done, what every holder confirms is. */
    record LeaseExpired() implements Rejection {
        @Override
        public boolean definite() {
            return true;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.leaseExpired(this);
        }
    }

    /** A gap in the producer's sequence. */
    record OutOfOrderSequence(long expected, long got) implements Rejection {
        @Override
        public boolean definite() {
            return true;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.outOfOrderSequence(this);
        }
    }

    /** A newer epoch of the producer id exists. */
    record ProducerFenced(int currentEpoch) implements Rejection {
        @Override
        public boolean definite() {
            return true;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.producerFenced(this);
        }
    }

    /** The condition of a conditional append does not hold. */
    record LogEndMismatch(long expected, long logEnd) implements Rejection {
        @Override
        public boolean definite() {
            return true;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.logEndMismatch(this);
        }
    }

    /** Too many requests of the partition wait already. */
    record Overloaded() implements Rejection {
        @Override
        public boolean definite() {
            return true;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.overloaded(this);
        }
    }

    /** The deadline passed before the outcome was known. */
    record TimedOut() implements Rejection {
        @Override
        public boolean definite() {
            return false;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.timedOut(this);
        }
    }

    /** The batch was stored here, but leadership moved before it was committed. */
    record LeadershipLost(@Nullable BrokerId leader, LeaderEpoch leaderEpoch) implements Rejection {
        @Override
        public boolean definite() {
            return false;
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.leadershipLost(this);
        }
    }

    /**
     * The replica stopped because of a fault.
     *
     * @param definite false if the batch had been stored before
     */
    record Faulted(String message, boolean definite) implements Rejection {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.faulted(this);
        }
    }
}
