package io.thalweg.broker.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** Meters of what this broker knows of the cluster. */
public final class ImageMeters {

    private ImageMeters() {}

    /**
     * Registers the meters.
     *
     * @param index index of the newest image
     * @param appliedIndex index that every partition here has acted on
     * @param offline partitions without a leader
     * @param underReplicated partitions with fewer replicas in sync than they have
     */
    public static void register(
            MetricsRegistry metrics,
            LongSupplier index,
            LongSupplier appliedIndex,
            LongSupplier offline,
            LongSupplier underReplicated) {
        MeterRegistry registry = metrics.meters();
        Gauge.builder("thalweg.image.index", index::getAsLong).register(registry);
        Gauge.builder("thalweg.image.applied.index", appliedIndex::getAsLong).register(registry);
        Gauge.builder("thalweg.cluster.partitions.offline", offline::getAsLong)
                .description("Partitions of the cluster without a leader")
                .register(registry);
        Gauge.builder("thalweg.cluster.partitions.under.replicated", underReplicated::getAsLong)
                .description("Partitions of the cluster with fewer replicas in sync than they have")
                .register(registry);
    }
}
