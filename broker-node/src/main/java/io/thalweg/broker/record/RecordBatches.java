package io.thalweg.broker.record;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Walks whole batches that lie one after the other in a buffer. The buffer is not copied and its position not moved.
 * The iterator throws {@link MalformedBatchException} where no whole batch begins; what came before is good.
 */
public final class RecordBatches implements Iterable<RecordBatch> {
    private final ByteBuffer bytes;

    private RecordBatches(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** The batches from the buffer's position to its limit. */
    public static RecordBatches of(ByteBuffer bytes) {
        return new RecordBatches(bytes.duplicate());
    }

    @Override
    public Iterator<RecordBatch> iterator() {
        return new Walk(bytes);
    }

    private static final class Walk implements Iterator<RecordBatch> {
        private final ByteBuffer bytes;
        private int position;

        Walk(ByteBuffer bytes) {
            this.bytes = bytes;
            this.position = bytes.position();
        }

        @Override
        public boolean hasNext() {
            return position < bytes.limit();
        }

        @Override
        public RecordBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no further batch");
            }
            try {
                RecordBatch batch = RecordBatch.wrap(bytes, position);
                position += batch.length();
                return batch;
            } catch (IllegalArgumentException e) {
                throw new MalformedBatchException("no whole batch at byte " + position, e);
            }
        }
    }
}
