package io.thalweg.broker.rpc.fetch;

import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RequestListener;
import io.thalweg.broker.runtime.access.PartitionAccess;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What every fetch needs.
 *
 * @param view where topics are looked up
 * @param partitions what is read from
 * @param hints where to go instead
 * @param listener hears of bytes and errors
 * @param readers threads that may block on the disk
 * @param timer ends waits; its one thread only hands over to {@code readers}
 */
public record FetchParts(
        ImageView view,
        PartitionAccess partitions,
        LeaderHints hints,
        RequestListener listener,
        Executor readers,
        ScheduledExecutorService timer) {}
