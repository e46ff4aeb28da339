package io.thalweg.metadata.image;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.TopicId;
import java.util.HashSet;
import java.util.Set;

/**
 * What the command at {@code index} changed. Immutable.
 *
 * <p>Whether a holder is validated or electable also depends on its broker, so whoever derives from holder sets looks at
 * {@link ClusterImage#partitionsOf} of each changed broker too. Storage positions and producer id blocks count as no change.
 *
 * @param partitions whose record is new, changed or gone, in order of uid
 * @param created topics that are new
 * @param altered topics with other settings or more partitions; of these partitions only the new ones are in {@code partitions}
 * @param deleted topics that now have a tombstone
 * @param brokers that registered, became active or fenced, whose drain changed, or that were removed
 * @param everything the image was replaced (start, snapshot): compare it whole; the sets are empty
 */
public record ImageChanges(
        long index,
        Set<PartitionUid> partitions,
        Set<TopicId> created,
        Set<TopicId> altered,
        Set<TopicId> deleted,
        Set<BrokerId> brokers,
        boolean everything) {

    /** Copies the sets. */
    public ImageChanges {
        partitions = UidSet.copyOf(partitions);
        created = Set.copyOf(created);
        altered = Set.copyOf(altered);
        deleted = Set.copyOf(deleted);
        brokers = Set.copyOf(brokers);
    }

    /** Only the index moved. */
    public static ImageChanges none(long index) {
        return new ImageChanges(index, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), false);
    }

    /** The whole image is new. */
    public static ImageChanges all(long index) {
        return new ImageChanges(index, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), true);
    }

    /** What this and the step after it changed together. */
    public ImageChanges then(ImageChanges next) {
        return new ImageChanges(
                next.index,
                UidSet.copyOf(partitions).union(UidSet.copyOf(next.partitions)),
                union(created, next.created),
                union(altered, next.altered),
                union(deleted, next.deleted),
                union(brokers, next.brokers),
                everything || next.everything);
    }

    private static <T> Set<T> union(Set<T> first, Set<T> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        Set<T> both = new HashSet<>(first);
        both.addAll(second);
        return both;
    }

    public boolean empty() {
        return !everything
                && partitions.isEmpty()
                && created.isEmpty()
                && altered.isEmpty()
                && deleted.isEmpty()
                && brokers.isEmpty();
    }
}
