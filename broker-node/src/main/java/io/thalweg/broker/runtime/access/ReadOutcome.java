package io.thalweg.broker.runtime.access;

import java.nio.ByteBuffer;
import java.util.List;

/** The answer to a read: {@link Data} or {@link Refused}. */
public sealed interface ReadOutcome {
    void dispatch(Handler handler);

    /** One method per outcome. */
    interface Handler {
        void data(Data data);

        void refused(Refused refused);
    }

    /**
     * Committed batches, one after the other over all buffers, each buffer from its position to its limit. Nobody
     * writes to them again.
     *
     * @param batches whole batches in offset order; the first may begin below the wanted offset; empty if nothing is committed there yet
     * @param nextOffset where to read on
     */
    record Data(List<ByteBuffer> batches, long nextOffset, long highWatermark, long logStart, long leaderEpoch)
            implements ReadOutcome {
        public Data {
            batches = List.copyOf(batches);
        }

        /** Bytes in all buffers. */
        public int bytes() {
            int bytes = 0;
            for (ByteBuffer buffer : batches) {
                bytes += buffer.remaining();
            }
            return bytes;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.data(this);
        }
    }

    /** Nothing was read. */
    record Refused(Refusal refusal) implements ReadOutcome {
        @Override
        public void dispatch(Handler handler) {
            handler.refused(this);
        }
    }
}
