package io.thalweg.broker.producer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the stored producer table. Key: producer id (8). Value, big-endian: format (1) = 1, epoch (4), number of
 * batches (1), then per batch first sequence (8), last minus first sequence (4), base offset (8), leader epoch (8),
 * append time (8), oldest first.
 * The arrays are handed out as they are and must not be changed.
 */
public final class ProducerRow {
    private static final byte FORMAT = 1;
    private static final int HEAD_BYTES = 6;
    private static final int BATCH_BYTES = 36;

    private final byte[] key;
    private final byte @Nullable [] value;

    ProducerRow(byte[] key, byte @Nullable [] value) {
        this.key = key;
        this.value = value;
    }

    public byte[] key() {
        return key;
    }

    /** Null if the row is to be removed. */
    public byte @Nullable [] value() {
        return value;
    }

    static ProducerRow put(long producerId, ProducerState state) {
        ByteBuffer value =
                ByteBuffer.allocate(HEAD_BYTES + BATCH_BYTES * state.batches().size());
        value.put(FORMAT).putInt(state.epoch()).put((byte) state.batches().size());
        for (SequencedBatch batch : state.batches()) {
            value.putLong(batch.firstSequence())
                    .putInt((int) (batch.lastSequence() - batch.firstSequence()))
                    .putLong(batch.baseOffset())
                    .putLong(batch.leaderEpoch())
                    .putLong(batch.appendTimeMillis());
        }
        return new ProducerRow(key(producerId), value.array());
    }

    static ProducerRow remove(long producerId) {
        return new ProducerRow(key(producerId), null);
    }

    /** The row as one array, to travel in a message: key, then value. */
    byte[] joined() {
        byte[] content = value == null ? new byte[0] : value;
        return ByteBuffer.allocate(key.length + content.length)
                .put(key)
                .put(content)
                .array();
    }

    /** The producer id and its state; throws {@code IllegalArgumentException} if the bytes are no row. */
    static Map.Entry<Long, ProducerState> decode(ByteBuffer joined) {
        if (joined.remaining() < Long.BYTES + HEAD_BYTES) {
            throw new IllegalArgumentException("a producer row of " + joined.remaining() + " bytes");
        }
        long producerId = joined.getLong();
        byte format = joined.get();
        int epoch = joined.getInt();
        int count = joined.get();
        if (format != FORMAT || joined.remaining() != count * BATCH_BYTES) {
            throw new IllegalArgumentException("producer row of format " + format + " with " + count + " batches and "
                    + joined.remaining() + " bytes");
        }
        List<SequencedBatch> batches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long first = joined.getLong();
            int more = joined.getInt();
            long last = first + more;
            if (epoch < 0 || first < 0 || more < 0 || last < 0) {
                throw new IllegalArgumentException(
                        "producer row of epoch " + epoch + " with sequences from " + first + " and " + more + " more");
            }
            batches.add(new SequencedBatch(epoch, first, last, joined.getLong(), joined.getLong(), joined.getLong()));
        }
        return Map.entry(producerId, new ProducerState(epoch, batches));
    }

    private static byte[] key(long producerId) {
        return ByteBuffer.allocate(Long.BYTES).putLong(producerId).array();
    }

    @Override
    public String toString() {
        return "row of producer " + ByteBuffer.wrap(key).getLong() + ", "
                + (value == null ? "removed" : value.length + " bytes");
    }
}
