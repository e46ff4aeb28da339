package io.thalweg.metadata.model;

import java.util.List;

/**
 * A topic.
 *
 * @param internal made by the cluster for itself, such as {@code __coordinator}
 * @param createdIndex log index of the creation
 * @param version log index of the last change of the settings or of the number of partitions; changes compare it
 * @param partitions uids in order of the partition index
 */
public record Topic(
        TopicId id,
        String name,
        boolean internal,
        TopicConfig config,
        long createdIndex,
        long version,
        List<PartitionUid> partitions) {

    /** Throws {@code IllegalArgumentException} for no partitions, a negative index, or a version before the creation. */
    public Topic {
        Require.that(!partitions.isEmpty(), "a topic has at least one partition");
        Require.atLeast(createdIndex, 0, "created index");
        Require.atLeast(version, createdIndex, "version");
        partitions = List.copyOf(partitions);
    }

    /** The same topic with other settings and more partitions, at a new version. */
    public Topic altered(TopicConfig next, List<PartitionUid> all, long index) {
        return new Topic(id, name, internal, next, createdIndex, index, all);
    }
}
