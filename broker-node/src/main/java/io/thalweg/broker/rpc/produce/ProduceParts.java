package io.thalweg.broker.rpc.produce;

import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RequestListener;
import io.thalweg.broker.runtime.access.PartitionAccess;

/**
 * What every produce call needs.
 *
 * @param view where topics are looked up
 * @param partitions what is written to
 * @param hints where to go instead
 * @param listener hears of batches and errors
 * @param budget bounds what is not answered yet
 */
public record ProduceParts(
        ImageView view, PartitionAccess partitions, LeaderHints hints, RequestListener listener, AppendBudget budget) {}
