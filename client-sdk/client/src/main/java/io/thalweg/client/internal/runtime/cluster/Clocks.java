package io.thalweg.client.internal.runtime.cluster;

import java.util.function.LongSupplier;

/**
 * The two clocks.
 *
 * @param epochMillis milliseconds since the epoch, for time stamps
 * @param nanoTime monotonic nanoseconds, for deadlines
 */
public record Clocks(LongSupplier epochMillis, LongSupplier nanoTime) {
    public long nowMillis() {
        return epochMillis.getAsLong();
    }

    public long nowNanos() {
        return nanoTime.getAsLong();
    }
}
