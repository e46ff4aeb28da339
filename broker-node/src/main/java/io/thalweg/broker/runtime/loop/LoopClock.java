package io.thalweg.broker.runtime.loop;

import java.util.function.LongSupplier;

/**
 * The clocks of the data plane.
 *
 * @param wallMillis milliseconds since the epoch, for append times
 * @param nanos monotonic, for timers
 */
public record LoopClock(LongSupplier wallMillis, LongSupplier nanos) {}
