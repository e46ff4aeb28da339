package io.thalweg.client.api.consumer;

/**
 * A committed position of a group.
 *
 * @param offset offset of the next record to process
 * @param leaderEpoch leader epoch of the last processed record, -1 if unknown
 * @param metadata a note of the application, empty for none
 */
public record CommittedOffset(long offset, long leaderEpoch, String metadata) {
    public CommittedOffset {
        if (offset < 0) {
            throw new IllegalArgumentException("a committed offset must not be negative, but is " + offset);
        }
    }

    /** Without a note, the leader epoch unknown. */
    public static CommittedOffset of(long offset) {
        return new CommittedOffset(offset, -1, "");
    }

    /** Behind this record. */
    public static CommittedOffset after(ConsumerRecord<?, ?> record) {
        return new CommittedOffset(record.offset() + 1, record.leaderEpoch(), "");
    }
}
