package io.thalweg.metadata.image;

import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The step from one image to the next: changes are visible to the reads of this object at once and to others never, until
 * {@link #image} gives the result. Keeps indexes, digest and the list of changes. For one thread.
 */
public final class ImageEdit {

    private final ClusterImage base;
    private final long index;
    private ImageCounters counters;
    TreePMap<BrokerId, Broker> brokers;
    TreePMap<TopicId, Topic> topics;
    TreePMap<String, TopicId> topicNames;
    private PartitionTable partitions;
    TreePMap<TopicId, Tombstone> tombstones;
    private long digest;
    private final Map<PartitionUid, Partition> putPartitions = new HashMap<>();
    private final Set<PartitionUid> changedPartitions = new HashSet<>();
    private final Set<TopicId> created = new HashSet<>();
    private final Set<TopicId> altered = new HashSet<>();
    private final Set<TopicId> deleted = new HashSet<>();
    private final Set<BrokerId> changedBrokers = new HashSet<>();

    /** Starts at {@code base}; the result has {@code index}. */
    public ImageEdit(ClusterImage base, long index) {
        this.base = base;
        this.index = index;
        this.counters = base.counters();
        this.brokers = base.brokers;
        this.topics = base.topics;
        this.topicNames = base.topicNames;
        this.partitions = base.partitions;
        this.tombstones = base.tombstones;
        this.digest = base.digest();
    }

    /** An edit of nothing, for restoring a snapshot taken at {@code index}. */
    public static ImageEdit restoring(UUID clusterId, long index) {
        return new ImageEdit(ClusterImage.empty(clusterId), index);
    }

    /** The image that this edit started from. */
    public ClusterImage base() {
        return base;
    }

    /** Index of the command: the new epoch and version of whatever it changes. */
    public long index() {
        return index;
    }

    public ImageCounters counters() {
        return counters;
    }

    public @Nullable Broker broker(BrokerId id) {
        return brokers.get(id);
    }

    public @Nullable Partition partition(PartitionUid uid) {
        Partition put = putPartitions.get(uid);
        return put == null ? partitions.get(uid) : put;
    }

    /**
     * Partitions that had a replica on the broker at {@link #base}, each as it is when the iterator comes to it. They may be
     * replaced while iterating.
     */
    public Collection<Partition> partitionsOf(BrokerId broker) {
        return new PartitionsView(base.partitions.hostedBy(broker), this::partition);
    }

    /** See {@link ClusterImage#validated}. */
    public boolean validated(Holder holder) {
        Broker broker = brokers.get(holder.broker());
        return broker != null && broker.validates(holder);
    }

    /** See {@link ClusterImage#electable}. */
    public boolean electable(Holder holder) {
        Broker broker = brokers.get(holder.broker());
        return broker != null && broker.active() && broker.validates(holder);
    }

    /** See {@link ClusterImage#minInsyncReplicas}. */
    public int minInsyncReplicas(Partition partition) {
        Topic topic = topics.get(partition.id().topic());
        return topic == null ? 1 : topic.config().minInsyncReplicas();
    }

    public void counters(ImageCounters next) {
        digest += EntityHash.of(next) - EntityHash.of(counters);
        counters = next;
    }

    /** Adds or replaces a broker and lists it as changed. */
    public void put(Broker broker) {
        putQuietly(broker);
        changedBrokers.add(broker.id());
    }

    /** Replaces a broker whose change interests nobody, such as a storage position. */
    public void putQuietly(Broker broker) {
        Broker old = brokers.get(broker.id());
        digest += EntityHash.of(broker) - (old == null ? 0 : EntityHash.of(old));
        brokers = brokers.plus(broker.id(), broker);
    }

    /** Removes a broker that has no replicas. */
    public void remove(Broker broker) {
        digest -= EntityHash.of(broker);
        brokers = brokers.minus(broker.id());
        changedBrokers.add(broker.id());
    }

    /** Adds or replaces a partition. */
    public void put(Partition partition) {
        Partition old = partition(partition.uid());
        digest += EntityHash.of(partition) - (old == null ? 0 : EntityHash.of(old));
        putPartitions.put(partition.uid(), partition);
    }

    /** Adds a topic, without its partitions. */
    public void create(Topic topic) {
        digest += EntityHash.of(topic);
        topics = topics.plus(topic.id(), topic);
        topicNames = topicNames.plus(topic.name(), topic.id());
        created.add(topic.id());
    }

    /** Replaces a topic by itself with other settings or more partitions, which are put on their own. */
    public void alter(Topic old, Topic next) {
        digest += EntityHash.of(next) - EntityHash.of(old);
        topics = topics.plus(next.id(), next);
        altered.add(next.id());
    }

    /** Removes a topic with its partitions and leaves the tombstone. */
    public void delete(Topic topic, Tombstone tombstone) {
        digest -= EntityHash.of(topic);
        topics = topics.minus(topic.id());
        topicNames = topicNames.minus(topic.name());
        deleted.add(topic.id());
        for (PartitionUid uid : topic.partitions()) {
            Partition partition = partition(uid);
            digest -= partition == null ? 0 : EntityHash.of(partition);
        }
        partitions = partitions().without(topic.partitions());
        changedPartitions.addAll(topic.partitions());
        put(tombstone);
    }

    /** Adds a tombstone. */
    public void put(Tombstone tombstone) {
        digest += EntityHash.of(tombstone);
        tombstones = tombstones.plus(tombstone.topic(), tombstone);
    }

    /** Removes a tombstone. */
    public void forget(Tombstone tombstone) {
        digest -= EntityHash.of(tombstone);
        tombstones = tombstones.minus(tombstone.topic());
    }

    /** The image with all changes so far. */
    public ClusterImage image() {
        return new ClusterImage(index, base.clusterId(), this, base.digests.with(index, digest));
    }

    /** The image with all changes so far, without memory of digests before it. */
    public ClusterImage restored() {
        return new ClusterImage(index, base.clusterId(), this, DigestHistory.startingAt(index, digest));
    }

    /** What changed so far. */
    public ImageChanges changes() {
        partitions();
        return new ImageChanges(index, changedPartitions, created, altered, deleted, changedBrokers, false);
    }

    /** The table with all changes so far; they are collected and merged at once, which is far cheaper than one by one. */
    PartitionTable partitions() {
        if (!putPartitions.isEmpty()) {
            partitions = partitions.with(putPartitions.values());
            changedPartitions.addAll(putPartitions.keySet());
            putPartitions.clear();
        }
        return partitions;
    }
}
