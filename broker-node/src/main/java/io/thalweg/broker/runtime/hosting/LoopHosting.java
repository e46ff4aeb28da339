package io.thalweg.broker.runtime.hosting;

import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.runtime.link.CommittedApplierFactory;
import io.thalweg.broker.runtime.loop.PartitionLoop;
import io.thalweg.broker.runtime.loop.Turn;
import io.thalweg.broker.runtime.partition.HostedName;
import io.thalweg.broker.runtime.partition.HostedPartition;
import io.thalweg.broker.runtime.partition.PartitionFactory;
import io.thalweg.broker.runtime.partition.PartitionViews;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one loop's partitions what an image says. A log is deleted only on a tombstone of its topic, or when the image has
 * its partition with other replicas, enough of them in sync; a log that no image knows is left alone. Only for the loop.
 */
final class LoopHosting {
    private static final Logger LOG = LoggerFactory.getLogger(LoopHosting.class);

    private final PartitionLoop loop;
    private final HostedPartitions hosted;
    private final PartitionFactory factory;
    private final PartitionViews views = new PartitionViews();
    private final Map<String, CommittedApplierFactory> appliers;
    private final Map<LogId, StoredLog> unclaimed = new HashMap<>();
    private final Set<PartitionUid> broken = new LinkedHashSet<>();
    /** Logs of partitions that moved elsewhere, until enough others hold what is committed. */
    private final Set<PartitionUid> leftBehind = new LinkedHashSet<>();

    LoopHosting(
            PartitionLoop loop,
            HostedPartitions hosted,
            PartitionFactory factory,
            Map<String, CommittedApplierFactory> appliers,
            List<StoredLog> recovered) {
        this.loop = loop;
        this.hosted = hosted;
        this.factory = factory;
        this.appliers = appliers;
        recovered.forEach(log -> unclaimed.put(log.id(), log));
    }

    PartitionLoop loop() {
        return loop;
    }

    /**
     * Acts on an image.
     *
     * @param changes what is new in it
     * @param mine decides which partitions belong to this loop
     * @return whether data was deleted
     */
    boolean onImage(Turn turn, ClusterImage image, ImageChanges changes, BrokerIdentity self, LoopShare mine) {
        boolean deleted = false;
        for (Tombstone tombstone : tombstones(image, changes)) {
            for (PartitionUid uid : tombstone.partitions()) {
                deleted |= mine.owns(uid) && delete(turn, uid);
            }
        }
        for (PartitionUid uid : touched(image, changes, self, mine)) {
            Partition partition = image.partition(uid);
            if (partition == null) {
                drop(turn, uid);
            } else if (partition.replicas().contains(self.id())) {
                update(turn, image, partition, self);
            } else {
                deleted |= leave(turn, image, partition, self);
            }
        }
        return deleted;
    }

    /** Whether a partition belongs to a loop. */
    @FunctionalInterface
    interface LoopShare {
        boolean owns(PartitionUid uid);
    }

    private Set<PartitionUid> touched(ClusterImage image, ImageChanges changes, BrokerIdentity self, LoopShare mine) {
        Set<PartitionUid> touched = new LinkedHashSet<>();
        if (changes.everything()) {
            image.partitionsOf(self.id()).forEach(partition -> touched.add(partition.uid()));
        }
        if (changes.everything() || !changes.brokers().isEmpty()) {
            hosted.of(loop).forEach(partition -> touched.add(partition.name().uid()));
            unclaimed.keySet().forEach(log -> touched.add(new PartitionUid(log.partitionUid())));
            touched.addAll(leftBehind);
        }
        for (TopicId altered : changes.altered()) {
            Topic topic = image.topic(altered);
            touched.addAll(topic == null ? List.of() : topic.partitions());
        }
        touched.addAll(changes.partitions());
        touched.removeIf(uid -> !mine.owns(uid));
        return touched;
    }

    private static List<Tombstone> tombstones(ClusterImage image, ImageChanges changes) {
        if (changes.everything()) {
            return List.copyOf(image.tombstones());
        }
        return changes.deleted().stream()
                .map((TopicId topic) -> image.tombstone(topic))
                .filter(tombstone -> tombstone != null)
                .toList();
    }

    private void update(Turn turn, ClusterImage image, Partition partition, BrokerIdentity self) {
        HostedPartition present = hosted.get(partition.uid());
        if (present == null && !broken.contains(partition.uid())) {
            deleteLeftBehind(turn, partition.uid());
            present = host(turn, image, partition, self);
        }
        if (present != null) {
            present.onImage(turn, image, partition, views.of(image, partition));
        }
    }

    private @Nullable HostedPartition host(Turn turn, ClusterImage image, Partition partition, BrokerIdentity self) {
        Topic topic = image.topic(partition.id().topic());
        CommittedApplierFactory applier = topic != null && topic.internal() ? appliers.get(topic.name()) : null;
        StoredLog stored = unclaimed.remove(new LogId(partition.uid().value()));
        try {
            HostedPartition made = factory.host(turn, partition, self, stored, applier);
            hosted.add(made);
            return made;
        } catch (IllegalStateException e) {
            LOG.error("Partition {} cannot be hosted: its log is unusable.", partition.id(), e);
            broken.add(partition.uid());
            factory.reportFault(partition, self, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private boolean delete(Turn turn, PartitionUid uid) {
        HostedPartition present = hosted.get(uid);
        if (present != null) {
            hosted.remove(present);
            present.onRemoved(turn, true);
            return true;
        }
        StoredLog stored = unclaimed.remove(new LogId(uid.value()));
        if (stored != null) {
            turn.changes().delete(stored.id());
            return true;
        }
        return deleteLeftBehind(turn, uid);
    }

    /**
     * The partition has its replicas on other brokers, by an image that is newer than any that gave it to this broker: the
     * registration of this process came after those. The log goes as soon as nobody needs it.
     */
    private boolean leave(Turn turn, ClusterImage image, Partition partition, BrokerIdentity self) {
        PartitionUid uid = partition.uid();
        boolean free = image.heldElsewhere(partition, self.id());
        HostedPartition present = hosted.get(uid);
        if (present != null) {
            LOG.info("Partition {} has moved to brokers {}.", partition.id(), partition.replicas());
            hosted.remove(present);
            present.onRemoved(turn, free);
            if (!free) {
                leftBehind.add(uid);
            }
            return free;
        }
        StoredLog stored = unclaimed.get(new LogId(uid.value()));
        if (free
                && stored != null
                && stored.seed().equals(HostedName.of(partition).seed())) {
            LOG.info("Partition {} has moved to brokers {} meanwhile.", partition.id(), partition.replicas());
            unclaimed.remove(stored.id());
            turn.changes().delete(stored.id());
            return true;
        }
        return free && deleteLeftBehind(turn, uid);
    }

    /** A log whose replica left the holder set; if the partition comes back, it begins with an empty one. */
    private boolean deleteLeftBehind(Turn turn, PartitionUid uid) {
        boolean here = leftBehind.remove(uid);
        if (here) {
            turn.changes().delete(new LogId(uid.value()));
        }
        return here;
    }

    private void drop(Turn turn, PartitionUid uid) {
        HostedPartition present = hosted.get(uid);
        if (present != null) {
            LOG.warn(
                    "Partition {} is no longer hosted here; its data is kept.",
                    present.name().id());
            hosted.remove(present);
            present.onRemoved(turn, false);
        }
    }
}
