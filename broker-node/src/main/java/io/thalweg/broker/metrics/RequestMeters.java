package io.thalweg.broker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Meters of the client port. Thread-safe; no call allocates once its meter exists. */
public final class RequestMeters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final Map<String, Timer> calls = new ConcurrentHashMap<>();
    private final Map<String, Counter> errors = new ConcurrentHashMap<>();
    private final Timer appends;
    private final Counter appendedRecords;
    private final DistributionSummary appendedBatches;
    private final Counter fetchedBytes;

    /** Registers the meters. */
    public RequestMeters(MetricsRegistry metrics) {
        this.registry = metrics.meters();
        this.appends = Timer.builder("thalweg.produce.latency")
                .description("From the arrival of a batch to its answer")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.appendedRecords = Counter.builder("thalweg.produce.records").register(registry);
        this.appendedBatches = DistributionSummary.builder("thalweg.produce.batch")
                .baseUnit("bytes")
                .description("Batches that were appended, and their sizes")
                .register(registry);
        this.fetchedBytes = Counter.builder("thalweg.fetch").baseUnit("bytes").register(registry);
    }

    /** Counts a finished unary call. */
    public void onCall(String method, long nanos) {
        calls.computeIfAbsent(
                        method,
                        name -> Timer.builder("thalweg.requests")
                                .tag("method", name)
                                .serviceLevelObjectives(BUCKETS)
                                .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts an error by its documented reason. */
    public void onError(String reason) {
        errors.computeIfAbsent(
                        reason,
                        name -> Counter.builder("thalweg.request.errors")
                                .tag("reason", name)
                                .register(registry))
                .increment();
    }

    /** Counts a batch that was appended and answered. */
    public void onAppended(int records, int bytes, long nanos) {
        appends.record(nanos, TimeUnit.NANOSECONDS);
        appendedRecords.increment(records);
        appendedBatches.record(bytes);
    }

    /** Counts bytes of batches sent to clients. */
    public void onFetched(int bytes) {
        fetchedBytes.increment(bytes);
    }
}
