package io.thalweg.broker.rpc.fetch;

import io.thalweg.broker.runtime.access.Subscription;
import io.thalweg.metadata.model.PartitionId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One partition of a fetch stream: where its reader is. Used by the stream's working thread only. */
final class FetchSubscription {

    private final int number;
    private final PartitionId partition;
    private long offset;
    private OptionalLong positionEpoch;
    private boolean told;
    private @Nullable Subscription wakeUps;

    FetchSubscription(int number, PartitionId partition, long offset, OptionalLong positionEpoch) {
        this.number = number;
        this.partition = partition;
        this.offset = offset;
        this.positionEpoch = positionEpoch;
    }

    int number() {
        return number;
    }

    PartitionId partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    OptionalLong positionEpoch() {
        return positionEpoch;
    }

    /** Moves on behind what was sent. The epoch mattered for the first read only. */
    void advance(long nextOffset) {
        offset = nextOffset;
        positionEpoch = OptionalLong.empty();
        told = true;
    }

    /** Whether the client has had an answer yet; the first one is sent even without data, so that it knows the marks. */
    boolean told() {
        return told;
    }

    void wakeBy(Subscription subscription) {
        wakeUps = subscription;
    }

    void close() {
        if (wakeUps != null) {
            wakeUps.close();
        }
    }
}
