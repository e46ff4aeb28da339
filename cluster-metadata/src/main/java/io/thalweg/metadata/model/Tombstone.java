package io.thalweg.metadata.model;

import java.util.List;

/**
 * A deleted topic: the positive evidence without which no broker deletes data.
 *
 * @param deletedIndex log index of the deletion
 * @param unconfirmed brokers that had a replica; the tombstone is forgotten once each has acted on {@code deletedIndex}
 */
public record Tombstone(
        TopicId topic, String name, long deletedIndex, List<PartitionUid> partitions, List<BrokerId> unconfirmed) {

    /** Sorts and copies the lists. */
    public Tombstone {
        Require.atLeast(deletedIndex, 0, "deleted index");
        partitions = partitions.stream().sorted().toList();
        unconfirmed = unconfirmed.stream().sorted().distinct().toList();
    }
}
