package io.thalweg.broker.membership;

import java.util.function.LongSupplier;

/**
 * The two clocks of the process.
 *
 * @param nanos monotonic, arbitrary origin
 * @param wallMillis milliseconds since the epoch; may jump
 */
public record ProcessClock(LongSupplier nanos, LongSupplier wallMillis) {}
