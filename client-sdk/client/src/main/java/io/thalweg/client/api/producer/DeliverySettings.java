package io.thalweg.client.api.producer;

import java.time.Duration;

/**
 * What a producer promises.
 *
 * @param acks what a send waits for
 * @param deliveryTimeout from the call to {@code send} to its outcome, over queueing, retries and changes of the leader
 * @param idempotent retries never store a record twice and never reorder
 */
public record DeliverySettings(Acks acks, Duration deliveryTimeout, boolean idempotent) {
    public DeliverySettings {
        if (deliveryTimeout.isNegative() || deliveryTimeout.isZero()) {
            throw new IllegalArgumentException("deliveryTimeout must be positive, but is " + deliveryTimeout);
        }
        if (idempotent && acks == Acks.NONE) {
            throw new IllegalArgumentException("acks NONE cannot be idempotent; call idempotent(false)");
        }
    }
}
