package io.thalweg.client.api.producer;

import java.time.Duration;

/**
 * What {@code send} does when the producer's memory is used up.
 *
 * @param maxWait how long the caller waits for room; zero fails at once
 */
public record BufferFull(Duration maxWait) {
    public BufferFull {
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait must not be negative, but is " + maxWait);
        }
    }

    /** Waits for room up to this long, then fails the send with {@code BUFFER_FULL}. */
    public static BufferFull block(Duration maxWait) {
        return new BufferFull(maxWait);
    }

    /** Fails the send with {@code BUFFER_FULL} at once. */
    public static BufferFull failFast() {
        return new BufferFull(Duration.ZERO);
    }
}
