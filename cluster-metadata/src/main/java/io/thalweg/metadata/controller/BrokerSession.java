package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.StorageMark;

/**
 * What the metadata leader remembers of one broker's session; lost with the leadership.
 *
 * @param broker the registration that the session belongs to
 * @param connected its stream is open
 * @param heardMillis when the broker was last heard, by the leader's monotonic clock
 * @param imageIndex all partitions of the broker have acted on the image at this index
 * @param neededIndex the broker may be active only from this image index on: its registration, or the last fencing
 * @param storage positions of its last beat
 */
public record BrokerSession(
        BrokerIdentity broker,
        boolean connected,
        long heardMillis,
        long imageIndex,
        long neededIndex,
        StorageMark storage) {

    static BrokerSession opened(BrokerIdentity broker, long nowMillis) {
        return new BrokerSession(broker, true, nowMillis, 0, broker.epoch().value(), new StorageMark(0, 0));
    }

    BrokerSession beat(long index, StorageMark position, long nowMillis) {
        return new BrokerSession(broker, connected, nowMillis, Math.max(imageIndex, index), neededIndex, position);
    }

    BrokerSession broken() {
        return new BrokerSession(broker, false, heardMillis, imageIndex, neededIndex, storage);
    }

    BrokerSession fencedAt(long index) {
        return new BrokerSession(broker, connected, heardMillis, imageIndex, Math.max(neededIndex, index), storage);
    }
}
