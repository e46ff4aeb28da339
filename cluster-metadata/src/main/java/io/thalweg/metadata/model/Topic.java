package io.thalweg.metadata.model;

import java.util.List;

/**
 * A topic.
 *
 * @param internal made by the cluster for itself, such as {@code __coordinator}
 * @param createdIndex log index of the creation
 * @param partitions uids in order of the partition index
 */
public record Topic(
        TopicId id,
        String name,
        boolean internal,
        TopicConfig config,
        long createdIndex,
        List<PartitionUid> partitions) {

    /** Throws {@code IllegalArgumentException} for no partitions or a negative index. */
    public Topic {
        Require.that(!partitions.isEmpty(), "a topic has at least one partition");
        Require.atLeast(createdIndex, 0, "created index");
        partitions = List.copyOf(partitions);
    }
}
