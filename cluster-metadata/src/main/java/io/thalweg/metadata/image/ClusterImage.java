package io.thalweg.metadata.image;

import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The whole cluster metadata at one log index. Immutable and safe to share between threads; the next image shares all that
 * did not change. Collections come in order of id. This is the one place that answers who is a replica, leads or is in sync.
 */
public final class ClusterImage {

    private final long index;
    private final UUID clusterId;
    private final ImageCounters counters;
    final TreePMap<BrokerId, Broker> brokers;
    final TreePMap<TopicId, Topic> topics;
    final TreePMap<String, TopicId> topicNames;
    final PartitionTable partitions;
    final TreePMap<TopicId, Tombstone> tombstones;
    final DigestHistory digests;

    ClusterImage(long index, UUID clusterId, ImageEdit edit, DigestHistory digests) {
        this.index = index;
        this.clusterId = clusterId;
        this.counters = edit.counters();
        this.brokers = edit.brokers;
        this.topics = edit.topics;
        this.topicNames = edit.topicNames;
        this.partitions = edit.partitions();
        this.tombstones = edit.tombstones;
        this.digests = digests;
    }

    private ClusterImage(UUID clusterId) {
        this.index = 0;
        this.clusterId = clusterId;
        this.counters = ImageCounters.INITIAL;
        this.brokers = TreePMap.empty();
        this.topics = TreePMap.empty();
        this.topicNames = TreePMap.empty();
        this.partitions = PartitionTable.EMPTY;
        this.tombstones = TreePMap.empty();
        this.digests = DigestHistory.startingAt(0, EntityHash.of(counters));
    }

    /** The image before the first command, at index 0. */
    public static ClusterImage empty(UUID clusterId) {
        return new ClusterImage(clusterId);
    }

    /** Log index of the last command in this image. */
    public long index() {
        return index;
    }

    public UUID clusterId() {
        return clusterId;
    }

    public ImageCounters counters() {
        return counters;
    }

    /** Largest time of any {@code Tick}, milliseconds since 1970; 0 before the first. */
    public long timeMillis() {
        return counters.timeMillis();
    }

    public @Nullable Broker broker(BrokerId id) {
        return brokers.get(id);
    }

    public Collection<Broker> brokers() {
        return brokers.values();
    }

    public @Nullable Topic topic(TopicId id) {
        return topics.get(id);
    }

    public @Nullable Topic topic(String name) {
        TopicId id = topicNames.get(name);
        return id == null ? null : topics.get(id);
    }

    public Collection<Topic> topics() {
        return topics.values();
    }

    public @Nullable Partition partition(PartitionUid uid) {
        return partitions.get(uid);
    }

    public @Nullable Partition partition(PartitionId id) {
        Topic topic = topics.get(id.topic());
        if (topic == null || id.index() >= topic.partitions().size()) {
            return null;
        }
        return partitions.get(topic.partitions().get(id.index()));
    }

    public Collection<Partition> partitions() {
        return partitions.all();
    }

    /** Partitions with a replica on the broker. A view with O(1) size; each step of its iterator costs O(log n). */
    public Collection<Partition> partitionsOf(BrokerId broker) {
        return new PartitionsView(partitions.hostedBy(broker), partitions::get);
    }

    /** Partitions that the broker leads; a view as {@link #partitionsOf}. */
    public Collection<Partition> partitionsLedBy(BrokerId broker) {
        return new PartitionsView(partitions.ledBy(broker), partitions::get);
    }

    /** Partitions that nobody leads, because no holder is electable; a view as {@link #partitionsOf}. */
    public Collection<Partition> leaderless() {
        return new PartitionsView(partitions.leaderless(), partitions::get);
    }

    /** Fewest validated holders with which the partition may commit: its topic's {@code min.insync.replicas}. */
    public int minInsyncReplicas(Partition partition) {
        Topic topic = topics.get(partition.id().topic());
        return topic == null ? 1 : topic.config().minInsyncReplicas();
    }

    /** Whether the entry names the broker's registered epoch; otherwise it is a suspect, which never leads nor counts. */
    public boolean validated(Holder holder) {
        Broker broker = brokers.get(holder.broker());
        return broker != null && broker.validates(holder);
    }

    /** Whether the entry is validated and its broker active: it may lead. */
    public boolean electable(Holder holder) {
        Broker broker = brokers.get(holder.broker());
        return broker != null && broker.active() && broker.validates(holder);
    }

    /** Brokers of the electable holders, in order of preference. */
    public List<BrokerId> inSync(Partition partition) {
        List<BrokerId> result = new ArrayList<>(partition.replicas().size());
        for (BrokerId replica : partition.replicas()) {
            Holder holder = partition.holder(replica);
            if (holder != null && electable(holder)) {
                result.add(replica);
            }
        }
        return List.copyOf(result);
    }

    /**
     * Whether a broker may delete what it has of the partition: it is no replica, and enough others that can lead have all
     * that is committed.
     */
    public boolean heldElsewhere(Partition partition, BrokerId broker) {
        return !partition.replicas().contains(broker) && inSync(partition).size() >= minInsyncReplicas(partition);
    }

    /** Whether fewer replicas are in sync than the partition has, those left out that a reassignment is still adding. */
    public boolean underReplicated(Partition partition) {
        Reassignment move = partition.reassignment();
        int adding = move == null ? 0 : move.adding().size();
        return inSync(partition).size() < partition.replicas().size() - adding;
    }

    public @Nullable Tombstone tombstone(TopicId id) {
        return tombstones.get(id);
    }

    public Collection<Tombstone> tombstones() {
        return tombstones.values();
    }

    /** Hash of everything but the index, equal on every replica at equal index. Kept up to date, costs nothing. */
    public long digest() {
        return digests.latest();
    }

    /** Digest that this image's line had at that index, or null if the index is unknown or too long ago. */
    public @Nullable Long digestAt(long pastIndex) {
        return digests.at(pastIndex);
    }

    /** Images are equal if they say the same of everything, index included. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClusterImage that
                && index == that.index
                && clusterId.equals(that.clusterId)
                && counters.equals(that.counters)
                && digest() == that.digest()
                && brokers.equals(that.brokers)
                && topics.equals(that.topics)
                && tombstones.equals(that.tombstones)
                && partitions.equals(that.partitions);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(index * 31 + digest());
    }

    @Override
    public String toString() {
        return "ClusterImage[index=" + index + ", brokers=" + brokers.size() + ", topics=" + topics.size()
                + ", partitions=" + partitions.size() + ", digest=" + Long.toHexString(digest()) + "]";
    }
}
