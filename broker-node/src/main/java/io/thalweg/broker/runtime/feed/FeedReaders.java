package io.thalweg.broker.runtime.feed;

import io.thalweg.broker.replication.message.Lane;
import java.util.concurrent.Executor;

/**
 * What reads batches from the disk for followers that are behind the tail in memory. Each lane has its own, so that the
 * hot one never waits for a read of the bulk one. At most one read per follower and partition is asked for at a time, and
 * credit is set aside for it: that bounds what waits here.
 */
public record FeedReaders(Executor hot, Executor bulk) {
    /** Who reads for this lane. */
    public Executor of(Lane lane) {
        return switch (lane) {
            case HOT -> hot;
            case BULK -> bulk;
        };
    }
}
