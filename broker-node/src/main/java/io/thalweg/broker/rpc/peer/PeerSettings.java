package io.thalweg.broker.rpc.peer;

import io.thalweg.metadata.model.BrokerId;
import java.time.Duration;
import java.util.UUID;

/**
 * Settings of the replication streams.
 *
 * @param clusterId both ends must name the same
 * @param self this broker
 * @param creditBytes batch bytes that a leader may send on one stream before they are stored; at least twice the largest batch
 * @param pingInterval how often each side pings; 500 ms is usual
 * @param deadAfter a stream silent for so long is closed; 3 s is usual
 * @param firstRetry wait before the first attempt to dial again; doubles up to {@code lastRetry}
 * @param lastRetry longest wait between attempts
 */
public record PeerSettings(
        UUID clusterId,
        BrokerId self,
        long creditBytes,
        Duration pingInterval,
        Duration deadAfter,
        Duration firstRetry,
        Duration lastRetry) {
    /** Name of the listener that brokers dial. */
    public static final String LISTENER = "peer";
    /** Version of the stream's rules; both ends must speak the same. */
    public static final int PROTOCOL = 3;
    /** Bound on the size of one message. */
    public static final int MAX_MESSAGE_BYTES = 16 << 20;

    public PeerSettings {
        if (creditBytes < 1
                || pingInterval.isZero()
                || pingInterval.isNegative()
                || firstRetry.isZero()
                || firstRetry.isNegative()) {
            throw new IllegalArgumentException("credit and intervals must be above 0");
        }
    }

    /** The usual settings. */
    public static PeerSettings usual(UUID clusterId, BrokerId self) {
        return new PeerSettings(
                clusterId,
                self,
                16L << 20,
                Duration.ofMillis(500),
                Duration.ofSeconds(3),
                Duration.ofMillis(50),
                Duration.ofSeconds(1));
    }
}
