package io.thalweg.client.api;

import java.time.Instant;

/** A place in a partition: an end, an offset, or a time. */
public sealed interface Position {
    /** The first record that is still there. */
    static Position earliest() {
        return new Earliest();
    }

    /** Behind the last committed record. */
    static Position latest() {
        return new Latest();
    }

    /** Exactly this offset. */
    static Position offset(long offset) {
        return new AtOffset(offset);
    }

    /** The first record created at or after this time; if there is none, the latest position. */
    static Position time(Instant time) {
        return new AtTime(time);
    }

    /** Calls the method of the handler that fits. */
    <R> R dispatch(Handler<R> handler);

    /** One method per kind of position. */
    interface Handler<R> {
        R onEarliest();

        R onLatest();

        R onOffset(long offset);

        R onTime(Instant time);
    }

    /** See {@link Position#earliest()}. */
    record Earliest() implements Position {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.onEarliest();
        }
    }

    /** See {@link Position#latest()}. */
    record Latest() implements Position {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.onLatest();
        }
    }

    /** See {@link Position#offset(long)}. */
    record AtOffset(long offset) implements Position {
        public AtOffset {
            if (offset < 0) {
                throw new IllegalArgumentException("an offset must not be negative, but is " + offset);
            }
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.onOffset(offset);
        }
    }

    /** See {@link Position#time(Instant)}. */
    record AtTime(Instant time) implements Position {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.onTime(time);
        }
    }
}
