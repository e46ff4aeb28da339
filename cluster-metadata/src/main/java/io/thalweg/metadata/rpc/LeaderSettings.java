package io.thalweg.metadata.rpc;

import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * How the metadata leader works.
 *
 * @param self id of this voter
 * @param sessionTimeout a broker not heard for this long is fenced
 * @param beatInterval how often a broker makes itself heard
 * @param electionTimeout the shortest time after which a voter replaces a leader that is silent
 * @param servedTimeout most time that a proposal waits for brokers to act on it
 * @param monotonicMillis never goes back
 * @param wallMillis milliseconds since 1970
 */
public record LeaderSettings(
        UUID clusterId,
        int self,
        Duration sessionTimeout,
        Duration beatInterval,
        Duration electionTimeout,
        Duration servedTimeout,
        LongSupplier monotonicMillis,
        LongSupplier wallMillis) {

    /** Time between two ticks; below the validity of a proof of leadership, so that leases renew without a gap. */
    static final long TICK_MILLIS = 800;
}
