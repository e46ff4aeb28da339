package io.thalweg.broker.record;

import java.util.zip.CRC32C;

/**
 * The partition that a batch was made for. It seeds the checksum of every batch, so that a batch which reaches another
 * partition is refused like a damaged one.
 *
 * @param topicIdHigh first eight bytes of the topic id, big-endian
 * @param topicIdLow last eight bytes of the topic id, big-endian
 * @param partition index of the partition in its topic, from 0
 */
public record BatchSeed(long topicIdHigh, long topicIdLow, int partition) {
    /** Feeds the twenty seed bytes (topic id, partition; big-endian) to a checksum. */
    void update(CRC32C crc) {
        updateLong(crc, topicIdHigh);
        updateLong(crc, topicIdLow);
        updateInt(crc, partition);
    }

    private static void updateLong(CRC32C crc, long value) {
        updateInt(crc, (int) (value >>> 32));
        updateInt(crc, (int) value);
    }

    private static void updateInt(CRC32C crc, int value) {
        crc.update(value >>> 24);
        crc.update(value >>> 16);
        crc.update(value >>> 8);
        crc.update(value);
    }
}
