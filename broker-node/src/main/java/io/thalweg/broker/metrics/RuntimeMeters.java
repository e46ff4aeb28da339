package io.thalweg.broker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.thalweg.broker.runtime.link.RuntimeListener;
import io.thalweg.metadata.model.PartitionId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Meters of the partition loops and the store. Thread-safe; its methods are called often and allocate nothing. */
public final class RuntimeMeters implements RuntimeListener {

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final MeterRegistry registry;
    private final Counter appendedRecords;
    private final Counter appendedBytes;
    private final Counter replicatedBytes;
    private final DistributionSummary queue;
    private final Timer turns;
    private final Timer writes;
    private final Timer syncs;
    private final Counter memoryReads;
    private final Counter storeReads;
    private final Counter hotBytes;
    private final Counter bulkBytes;
    private final Counter faults;
    private final Counter quarantinedRecords;
    private final Counter quarantinedBytes;
    private final Counter reclaimed;
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
    private final Map<PartitionId, Long> highWatermarks = new ConcurrentHashMap<>();
    private final Map<PartitionId, Long> lags = new ConcurrentHashMap<>();
    private final AtomicInteger leaders = new AtomicInteger();
    private final AtomicInteger replicas = new AtomicInteger();

    /** Registers the meters. */
    public RuntimeMeters(MetricsRegistry metrics) {
        registry = metrics.meters();
        appendedRecords = counter("thalweg.log.appended.records", "Records stored by leaders here");
        appendedBytes = counter("thalweg.log.appended.bytes", "Bytes of batches stored by leaders here");
        replicatedBytes = counter("thalweg.log.replicated.bytes", "Bytes of batches stored by followers here");
        queue = DistributionSummary.builder("thalweg.loop.queue")
                .description("Entries that waited in a loop's mailbox when it began a turn")
                .serviceLevelObjectives(0.5, 1, 10, 100, 1_000, 10_000)
                .register(registry);
        turns = timer("thalweg.loop.turn", "One turn of a partition loop");
        writes = timer("thalweg.store.write", "One atomic write to the store");
        syncs = timer("thalweg.store.sync", "One sync of the store's log");
        memoryReads = reads("memory");
        storeReads = reads("store");
        hotBytes = sent("hot");
        bulkBytes = sent("bulk");
        faults = counter("thalweg.partition.faults", "Replicas that stopped because bytes are wrong");
        quarantinedRecords = counter(
                "thalweg.quarantine.records", "Records copied to quarantine because a recovery declared them lost");
        quarantinedBytes = counter("thalweg.quarantine.bytes", "Bytes of batches copied to quarantine");
        reclaimed = counter("thalweg.store.reclaimed.bytes", "Bytes of files that retention removed");
        Gauge.builder("thalweg.partition.leaders", leaders, AtomicInteger::get).register(registry);
        Gauge.builder("thalweg.partition.replicas", replicas, AtomicInteger::get)
                .register(registry);
        Gauge.builder("thalweg.log.high.watermark.sum", () -> sum(highWatermarks))
                .description("Sum of the high watermarks of the partitions that this broker leads")
                .register(registry);
        Gauge.builder("thalweg.log.uncommitted.records", () -> sum(lags))
                .description("Records above the high watermark in the partitions that this broker leads")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter reads(String from) {
        return Counter.builder("thalweg.log.read.bytes")
                .description("Bytes read for consumers and followers")
                .tag("from", from)
                .register(registry);
    }

    private Counter sent(String lane) {
        return Counter.builder("thalweg.replication.sent.bytes")
                .description("Bytes of batches sent to followers; those of the bulk lane are for catching up")
                .tag("lane", lane)
                .register(registry);
    }

    private static long sum(Map<PartitionId, Long> values) {
        return values.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void appended(int loop, int batches, long records, long bytes) {
        appendedRecords.increment((double) records);
        appendedBytes.increment((double) bytes);
    }

    @Override
    public void replicated(int loop, int batches, long bytes) {
        replicatedBytes.increment((double) bytes);
    }

    @Override
    public void refused(String reason) {
        refusals.computeIfAbsent(
                        reason,
                        name -> Counter.builder("thalweg.log.refused")
                                .tag("reason", name)
                                .register(registry))
                .increment();
    }

    @Override
    public void turned(int loop, int taken, int waiting, long nanos) {
        turns.record(nanos, TimeUnit.NANOSECONDS);
        queue.record(taken + (double) waiting);
    }

    @Override
    public void wrote(int loop, long bytes, long nanos) {
        writes.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void synced(long nanos) {
        syncs.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void highWatermark(PartitionId partition, long highWatermark, long lag) {
        highWatermarks.put(partition, highWatermark);
        lags.put(partition, lag);
    }

    @Override
    public void read(boolean fromMemory, long bytes) {
        (fromMemory ? memoryReads : storeReads).increment((double) bytes);
    }

    @Override
    public void fed(boolean bulk, long bytes) {
        (bulk ? bulkBytes : hotBytes).increment((double) bytes);
    }

    @Override
    public void faulted(PartitionId partition, String cause) {
        faults.increment();
    }

    @Override
    public void quarantined(PartitionId partition, long records, long bytes) {
        quarantinedRecords.increment((double) records);
        quarantinedBytes.increment((double) bytes);
    }

    @Override
    public void hosted(int ledHere, int hostedHere) {
        leaders.set(ledHere);
        replicas.set(hostedHere);
        if (ledHere == 0) {
            highWatermarks.clear();
            lags.clear();
        }
    }

    @Override
    public void reclaimed(long bytes) {
        reclaimed.increment((double) bytes);
    }
}
