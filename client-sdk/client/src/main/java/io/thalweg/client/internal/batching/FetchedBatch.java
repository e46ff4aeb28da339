package io.thalweg.client.internal.batching;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One batch as it came from a broker, somewhere in an array. Reading the header costs nothing; checksum and records are looked at when asked for. */
public final class FetchedBatch {
    private final byte[] data;
    private final int start;
    private final ByteBuffer header;
    private final int length;

    private FetchedBatch(byte[] data, int start, int length) {
        this.data = data;
        this.start = start;
        this.header = ByteBuffer.wrap(data);
        this.length = length;
    }

    /**
     * The batch that begins at {@code start}.
     *
     * @throws ThalwegException with {@code CORRUPT_BATCH} if none fits between start and end
     */
    public static FetchedBatch at(byte[] data, int start, int end, TopicPartition partition) {
        int available = end - start;
        if (available < BatchHeader.LENGTH) {
            throw corrupt(partition, -1, "only " + available + " bytes are left", null);
        }
        ByteBuffer buffer = ByteBuffer.wrap(data);
        int length = buffer.getInt(start + BatchHeader.TOTAL_LENGTH);
        if (length < BatchHeader.LENGTH || length > available) {
            throw corrupt(partition, -1, "its length is " + length + ", but " + available + " bytes are left", null);
        }
        return new FetchedBatch(data, start, length);
    }

    public int length() {
        return length;
    }

    public long baseOffset() {
        return header.getLong(start + BatchHeader.BASE_OFFSET);
    }

    /** Offset of the record after the last one. */
    public long nextOffset() {
        return baseOffset() + header.getInt(start + BatchHeader.LAST_OFFSET_DELTA) + 1;
    }

    public long leaderEpoch() {
        return header.getLong(start + BatchHeader.LEADER_EPOCH);
    }

    public long appendTime() {
        return header.getLong(start + BatchHeader.APPEND_TIME);
    }

    public int recordCount() {
        return header.getInt(start + BatchHeader.RECORD_COUNT);
    }

    public long producerId() {
        return header.getLong(start + BatchHeader.PRODUCER_ID);
    }

    public int producerEpoch() {
        return header.getInt(start + BatchHeader.PRODUCER_EPOCH);
    }

    public long baseSequence() {
        return header.getLong(start + BatchHeader.BASE_SEQUENCE);
    }

    /** Written by brokers for themselves: its records are not shown, its offsets count. */
    public boolean isControl() {
        return (attributes() & BatchHeader.CONTROL_BIT) != 0;
    }

    private int attributes() {
        return header.getShort(start + BatchHeader.ATTRIBUTES);
    }

    /**
     * Verifies the checksum and unpacks the records.
     *
     * @throws ThalwegException with {@code CORRUPT_BATCH}
     */
    public RecordCursor records(BatchSeed seed, TopicPartition partition) {
        if (data[start] != BatchHeader.MAGIC_1) {
            throw corrupt(partition, baseOffset(), "its magic is " + data[start], null);
        }
        if (seed.checksum(data, start, length) != header.getInt(start + BatchHeader.CRC)) {
            throw corrupt(partition, baseOffset(), "its checksum does not match", null);
        }
        int section = start + BatchHeader.LENGTH;
        long baseTime = header.getLong(start + BatchHeader.BASE_CREATE_TIME);
        try {
            Codec codec = Codec.byId(attributes() & BatchHeader.CODEC_MASK);
            if (codec == Codec.NONE) {
                return new RecordCursor(data, section, start + length, baseTime);
            }
            byte[] unpacked = codec.decompress(data, section, length - BatchHeader.LENGTH);
            return new RecordCursor(unpacked, 0, unpacked.length, baseTime);
        } catch (IOException e) {
            throw corrupt(partition, baseOffset(), "it cannot be unpacked: " + e.getMessage(), e);
        }
    }

    static ThalwegException corrupt(TopicPartition partition, long offset, String what, @Nullable Throwable cause) {
        return ThalwegException.of(
                ErrorReason.CORRUPT_BATCH,
                "corrupt batch at offset " + offset + " of " + partition + ": " + what,
                Map.of(
                        "topic", partition.topic(),
                        "partition", Integer.toString(partition.partition()),
                        "offset", Long.toString(offset)),
                cause);
    }
}
