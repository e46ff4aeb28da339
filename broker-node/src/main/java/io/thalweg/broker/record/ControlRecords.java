package io.thalweg.broker.record;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Control batches: messages of the brokers to each other inside the log. Layouts: docs/design/batch-format.md. */
public final class ControlRecords {
    private static final short EPOCH_START = 1;
    private static final short PRODUCER_EXPIRY = 2;
    private static final byte VERSION = 1;

    private ControlRecords() {}

    /**
     * The first batch of a leader epoch.
     *
     * @param leader who leads
     * @param leaderBrokerEpoch the leader's broker epoch
     */
    public record EpochStart(int leader, long leaderBrokerEpoch) {}

    /**
     * All replicas forget, at this offset, producers whose last append is older.
     *
     * @param appendedBeforeMillis append time, milliseconds since the epoch
     */
    public record ProducerExpiry(long appendedBeforeMillis) {}

    /** An unstamped control batch with an {@link EpochStart}. */
    public static RecordBatch epochStart(BatchSeed seed, EpochStart content, long createTimeMillis) {
        ByteBuffer value = ByteBuffer.allocate(13)
                .put(VERSION)
                .putInt(content.leader())
                .putLong(content.leaderBrokerEpoch())
                .flip();
        return build(seed, EPOCH_START, value, createTimeMillis);
    }

    /** An unstamped control batch with a {@link ProducerExpiry}. */
    public static RecordBatch producerExpiry(BatchSeed seed, ProducerExpiry content, long createTimeMillis) {
        ByteBuffer value = ByteBuffer.allocate(9)
                .put(VERSION)
                .putLong(content.appendedBeforeMillis())
                .flip();
        return build(seed, PRODUCER_EXPIRY, value, createTimeMillis);
    }

    /** The content of an EpochStart batch; empty for any other batch. */
    public static Optional<EpochStart> asEpochStart(RecordBatch batch) {
        return value(batch, EPOCH_START, 13).map(value -> new EpochStart(value.getInt(), value.getLong()));
    }

    /** The content of a ProducerExpiry batch; empty for any other batch. */
    public static Optional<ProducerExpiry> asProducerExpiry(RecordBatch batch) {
        return value(batch, PRODUCER_EXPIRY, 9).map(value -> new ProducerExpiry(value.getLong()));
    }

    private static RecordBatch build(BatchSeed seed, short type, ByteBuffer value, long createTimeMillis) {
        ByteBuffer key = ByteBuffer.allocate(Short.BYTES).putShort(type).flip();
        return new BatchBuilder(seed)
                .control()
                .add(new PlainRecord(key, value, List.of(), createTimeMillis))
                .build();
    }

    /** The value of the batch's record after its version byte, if the batch is of this type. */
    private static Optional<ByteBuffer> value(RecordBatch batch, short type, int minBytes) {
        if (!batch.isControl()) {
            return Optional.empty();
        }
        PlainRecord only = BatchRecords.decode(batch).get(0);
        ByteBuffer key = only.key();
        ByteBuffer value = only.value();
        if (key == null || value == null || key.remaining() != Short.BYTES) {
            throw new MalformedBatchException("a control record without type or value");
        }
        if (key.getShort(key.position()) != type) {
            return Optional.empty();
        }
        if (value.remaining() < minBytes) {
            throw new MalformedBatchException("control record of type " + type + " is cut off");
        }
        ByteBuffer content = value.duplicate();
        content.get();
        return Optional.of(content);
    }
}
