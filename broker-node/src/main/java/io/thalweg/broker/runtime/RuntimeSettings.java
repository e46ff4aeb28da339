package io.thalweg.broker.runtime;

import io.thalweg.broker.runtime.feed.BulkThrottle;
import io.thalweg.broker.runtime.loop.LoopSettings;
import io.thalweg.metadata.model.BrokerId;
import java.time.Duration;
import java.util.UUID;

/**
 * Settings of the data plane.
 *
 * @param self this broker
 * @param incarnation this process life, as registered: the image's entry of {@code self} is ours only if it has it
 * @param loops the partition loops
 * @param tailBytesPerPartition newest bytes kept in memory of a partition that is led here; 4 MiB is usual
 * @param tailBytesTotal bound on those of all partitions; a sixteenth of the heap, up to 128 MiB, is usual: what lives for some
 *     seconds is copied by the garbage collector, and more than followers and consumers at the end of the log need would only be that
 * @param streamCreditBytes what followers grant on a stream in all, the same at every broker; 16 MiB is usual
 * @param bulkBytesPerSecond bound on what leaders here send to followers that catch up; {@code BulkThrottle.UNLIMITED} is
 *     usual
 * @param producerExpiry how long a partition remembers a producer that is silent; 7 days are usual
 * @param reclaimInterval how often retention runs and space is given back; 30 s is usual
 */
public record RuntimeSettings(
        BrokerId self,
        UUID incarnation,
        LoopSettings loops,
        long tailBytesPerPartition,
        long tailBytesTotal,
        long streamCreditBytes,
        long bulkBytesPerSecond,
        Duration producerExpiry,
        Duration reclaimInterval) {
    private static final long USUAL_TAIL_BYTES = 4L << 20;
    private static final long MOST_TAIL_BYTES = 128L << 20;
    private static final int TAILS_PART_OF_HEAP = 16;

    public RuntimeSettings {
        if (tailBytesPerPartition < 1 || tailBytesTotal < tailBytesPerPartition || streamCreditBytes < 1) {
            throw new IllegalArgumentException(
                    "tails and credit must be above 0, and the tail of one partition must fit into that of all");
        }
        if (producerExpiry.isNegative() || producerExpiry.isZero()) {
            throw new IllegalArgumentException("producerExpiry must be above 0: " + producerExpiry);
        }
        if (reclaimInterval.isNegative() || reclaimInterval.isZero()) {
            throw new IllegalArgumentException("reclaimInterval must be above 0: " + reclaimInterval);
        }
    }

    /** The same with another bound on what goes to followers that catch up. */
    public RuntimeSettings withBulkBytesPerSecond(long bytes) {
        return new RuntimeSettings(
                self,
                incarnation,
                loops,
                tailBytesPerPartition,
                tailBytesTotal,
                streamCreditBytes,
                bytes,
                producerExpiry,
                reclaimInterval);
    }

    /** The usual settings for this many processors and this much heap. */
    public static RuntimeSettings usual(BrokerId self, UUID incarnation, int processors, long heapBytes) {
        return new RuntimeSettings(
                self,
                incarnation,
                LoopSettings.forProcessors(processors),
                USUAL_TAIL_BYTES,
                Math.min(MOST_TAIL_BYTES, Math.max(USUAL_TAIL_BYTES, heapBytes / TAILS_PART_OF_HEAP)),
                16L << 20,
                BulkThrottle.UNLIMITED,
                Duration.ofDays(7),
                Duration.ofSeconds(30));
    }
}
