package io.thalweg.broker.group;

import java.util.Objects;

/**
 * A group's position in one partition.
 *
 * @param offset of the next record to process, 0 or more
 * @param leaderEpoch of the last processed record, -1 if unknown
 */
public record CommittedOffset(long offset, long leaderEpoch, String metadata) {
    private static final int MAX_METADATA_CHARS = 4_096;

    /** @throws IllegalArgumentException if the offset is negative or the metadata too long */
    public CommittedOffset {
        Objects.requireNonNull(metadata);
        if (offset < 0) {
            throw new IllegalArgumentException("a committed offset is not negative: " + offset);
        }
        if (metadata.length() > MAX_METADATA_CHARS) {
            throw new IllegalArgumentException("commit metadata has at most " + MAX_METADATA_CHARS + " characters");
        }
    }
}
