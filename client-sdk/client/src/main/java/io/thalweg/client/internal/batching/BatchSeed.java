package io.thalweg.client.internal.batching;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Topic and partition as the checksum of a batch takes them in. Immutable. */
public final class BatchSeed {
    private final byte[] bytes;

    public BatchSeed(UUID topicId, int partition) {
        bytes = ByteBuffer.allocate(20)
                .putLong(topicId.getMostSignificantBits())
                .putLong(topicId.getLeastSignificantBits())
                .putInt(partition)
                .array();
    }

    /** The checksum of a batch of this partition that lies in {@code data} from {@code start} on. */
    int checksum(byte[] data, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        crc.update(data, start, BatchHeader.STAMPED_FROM);
        crc.update(data, start + BatchHeader.RECORD_COUNT, length - BatchHeader.RECORD_COUNT);
        return (int) crc.getValue();
    }
}
