package io.thalweg.broker.runtime.access;

/** The answer to a question for an offset: {@link Found} or {@link Refused}. */
public sealed interface OffsetOutcome {
    void dispatch(Handler handler);

    /** One method per outcome. */
    interface Handler {
        void found(Found found);

        void refused(Refused refused);
    }

    /** @param offset base offset of the first batch that is late enough, or the high watermark */
    record Found(long offset, PartitionPositions positions) implements OffsetOutcome {
        @Override
        public void dispatch(Handler handler) {
            handler.found(this);
        }
    }

    /** Not led here. */
    record Refused(Refusal refusal) implements OffsetOutcome {
        @Override
        public void dispatch(Handler handler) {
            handler.refused(this);
        }
    }
}
