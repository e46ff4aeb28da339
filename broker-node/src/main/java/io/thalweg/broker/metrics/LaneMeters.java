package io.thalweg.broker.metrics;

import io.micrometer.core.instrument.Gauge;
import java.util.function.LongSupplier;

/** Meters of what is under way between leaders and followers, which is what the lanes hold in memory. */
public final class LaneMeters {

    private LaneMeters() {}

    /**
     * Registers the meters of one lane.
     *
     * @param lane its name
     * @param underWay bytes that leaders here sent and followers have not stored
     * @param received bytes that followers here received and have not stored
     */
    public static void register(MetricsRegistry metrics, String lane, LongSupplier underWay, LongSupplier received) {
        gauge(
                metrics,
                "thalweg.replication.underway.bytes",
                lane,
                "Bytes of batches sent to followers that have not stored them yet",
                underWay);
        gauge(
                metrics,
                "thalweg.replication.received.bytes",
                lane,
                "Bytes of batches received from leaders and not stored yet",
                received);
    }

    private static void gauge(
            MetricsRegistry metrics, String name, String lane, String description, LongSupplier value) {
        Gauge.builder(name, value::getAsLong)
                .description(description)
                .tag("lane", lane)
                .register(metrics.meters());
    }
}
