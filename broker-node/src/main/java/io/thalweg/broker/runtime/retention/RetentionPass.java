package io.thalweg.broker.runtime.retention;

import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.runtime.access.PartitionPositions;
import io.thalweg.broker.runtime.hosting.HostedPartitions;
import io.thalweg.broker.runtime.link.RuntimeListener;
import io.thalweg.broker.runtime.loop.LoopClock;
import io.thalweg.broker.runtime.partition.HostedPartition;
import io.thalweg.metadata.model.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over all led partitions: finds where each log should begin by age (of the append, by this broker's clock) and
 * size, lets the leader move it and forget producers that are silent, and gives back space. Called by one thread at a time; reads from the disk.
 */
public final class RetentionPass {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionPass.class);

    private final HostedPartitions hosted;
    private final LogStore store;
    private final RuntimeListener listener;
    private final LoopClock clock;
    private final long producerExpiryMillis;
    private final ClockGuard guard;

    /** @param producerExpiryMillis how long a partition remembers a producer that is silent */
    public RetentionPass(
            HostedPartitions hosted,
            LogStore store,
            RuntimeListener listener,
            LoopClock clock,
            long producerExpiryMillis) {
        this.hosted = hosted;
        this.store = store;
        this.listener = listener;
        this.clock = clock;
        this.producerExpiryMillis = producerExpiryMillis;
        this.guard = new ClockGuard(clock.wallMillis().getAsLong(), monotonicMillis());
    }

    /** Moves log starts and gives back space below those moved by earlier passes. */
    public void run() {
        long now = clock.wallMillis().getAsLong();
        boolean clockTrusted = guard.trusts(now, monotonicMillis());
        if (!clockTrusted) {
            LOG.warn(
                    "The clock moved by more than an hour: nothing is deleted by age until it is back or the broker restarts.");
        }
        for (HostedPartition partition : hosted.all()) {
            consider(partition, clockTrusted ? now : Long.MIN_VALUE);
            if (clockTrusted) {
                expireProducers(partition, now - producerExpiryMillis);
            }
        }
        long bytes = store.reclaim();
        if (bytes > 0) {
            listener.reclaimed(bytes);
        }
    }

    private void consider(HostedPartition partition, long now) {
        TopicConfig config = partition.config();
        PartitionPositions positions = partition.reader().positions();
        boolean byAge = config.retentionMillis() >= 0 && now != Long.MIN_VALUE;
        boolean bySize = config.retentionBytes() >= 0;
        if (!positions.leading() || !positions.epochCommitted() || (!byAge && !bySize)) {
            return;
        }
        try {
            long logStart = store.retentionStart(
                    partition.name().log(),
                    byAge ? now - config.retentionMillis() : Long.MIN_VALUE,
                    bySize ? config.retentionBytes() : Long.MAX_VALUE,
                    positions.highWatermark());
            if (logStart > positions.logStart()) {
                partition.loop().post(turn -> partition.onRetention(turn, logStart));
            }
        } catch (LogDamage damage) {
            partition.loop().post(turn -> partition.onDamage(turn, damage));
        }
    }

    private static void expireProducers(HostedPartition partition, long appendedBeforeMillis) {
        if (partition.reader().positions().leading()) {
            partition.loop().post(turn -> partition.onProducerExpiry(turn, appendedBeforeMillis));
        }
    }

    private long monotonicMillis() {
        return clock.nanos().getAsLong() / 1_000_000L;
    }
}
