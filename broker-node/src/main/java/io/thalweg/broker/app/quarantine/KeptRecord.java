package io.thalweg.broker.app.quarantine;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a {@link KeptPart}. Buffers are read from position to limit.
 *
 * @param timestampMillis create time by the producer's clock
 * @param appendTimestampMillis when the leader appended it
 * @param key null if it has none
 * @param value null for a tombstone
 */
public record KeptRecord(
        long offset,
        long leaderEpoch,
        long timestampMillis,
        long appendTimestampMillis,
        @Nullable ByteBuffer key,
        @Nullable ByteBuffer value,
        List<KeptHeader> headers) {
    public KeptRecord {
        headers = List.copyOf(headers);
    }

    /** A header. */
    public record KeptHeader(String name, ByteBuffer value) {}
}
