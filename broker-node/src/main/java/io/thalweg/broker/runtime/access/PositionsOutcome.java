package io.thalweg.broker.runtime.access;

/** The answer to a question for positions: {@link Hosted} or {@link Refused}. */
public sealed interface PositionsOutcome {
    void dispatch(Handler handler);

    /** One method per outcome. */
    interface Handler {
        void hosted(Hosted hosted);

        void refused(Refused refused);
    }

    /** A replica of the partition is here, leading or not; see {@link PartitionPositions#leading}. */
    record Hosted(PartitionPositions positions) implements PositionsOutcome {
        @Override
        public void dispatch(Handler handler) {
            handler.hosted(this);
        }
    }

    /** No replica is here, or the partition does not exist. */
    record Refused(Refusal refusal) implements PositionsOutcome {
        @Override
        public void dispatch(Handler handler) {
            handler.refused(this);
        }
    }
}
