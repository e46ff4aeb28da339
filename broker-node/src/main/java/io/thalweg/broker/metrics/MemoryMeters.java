package io.thalweg.broker.metrics;

import io.micrometer.core.instrument.Gauge;
import java.util.function.LongSupplier;

/** Meters of the bounded buffers of a broker: what each holds, and its bound. */
public final class MemoryMeters {

    private MemoryMeters() {}

    /**
     * Registers the meters of one buffer.
     *
     * @param part its name
     * @param held bytes that it holds now
     * @param limitBytes the most that it may hold
     */
    public static void register(MetricsRegistry metrics, String part, LongSupplier held, long limitBytes) {
        Gauge.builder("thalweg.memory.bytes", held::getAsLong)
                .description("Memory that a bounded part of the broker holds")
                .tag("part", part)
                .register(metrics.meters());
        Gauge.builder("thalweg.memory.limit.bytes", () -> limitBytes)
                .description("The most that the part may hold")
                .tag("part", part)
                .register(metrics.meters());
    }
}
