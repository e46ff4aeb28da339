package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.internal.batching.BatchSeed;
import io.thalweg.client.internal.runtime.port.FetchedData;

/** What the fetch session tells the polling side about one partition. An entry whose generation is not the partition's present one is stale. */
sealed interface FetchEntry {
    TopicPartition partition();

    /** Counts the starts of the partition. */
    int generation();

    /** Fetching begins at this offset. */
    record Located(TopicPartition partition, int generation, long offset) implements FetchEntry {}

    /** Batches, and the lane that gets its credit back when they are done with. */
    record Data(TopicPartition partition, int generation, FetchedData data, BatchSeed seed, FetchLane lane)
            implements FetchEntry {}

    /** The partition cannot be read. */
    record Failed(TopicPartition partition, int generation, ThalwegException cause) implements FetchEntry {}
}
