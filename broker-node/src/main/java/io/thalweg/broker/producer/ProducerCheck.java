package io.thalweg.broker.producer;

/** What a producer's sequence says about a batch. */
public sealed interface ProducerCheck {
    <R> R dispatch(Handler<R> handler);

    /** One method per result. */
    interface Handler<R> {
        R next(Next check);

        R duplicate(Duplicate check);

        R oldDuplicate(OldDuplicate check);

        R outOfOrder(OutOfOrder check);

        R fenced(Fenced check);
    }

    /** The batch is the one that comes next, or has no producer. */
    record Next() implements ProducerCheck {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.next(this);
        }
    }

    /** The batch was appended before, here; perhaps it is not committed yet. */
    record Duplicate(SequencedBatch original) implements ProducerCheck {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.duplicate(this);
        }
    }

    /** The batch was appended and committed, longer ago than is remembered. */
    record OldDuplicate() implements ProducerCheck {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.oldDuplicate(this);
        }
    }

    /** The batch leaves a gap, or its sequences are cut differently from those appended before. */
    record OutOfOrder(long expected, long got) implements ProducerCheck {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.outOfOrder(this);
        }
    }

    /** A newer epoch of the producer has appended already. */
    record Fenced(int currentEpoch) implements ProducerCheck {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.fenced(this);
        }
    }
}
