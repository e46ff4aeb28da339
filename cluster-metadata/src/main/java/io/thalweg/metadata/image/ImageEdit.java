package io.thalweg.metadata.image;

import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
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
    private final LeaderEpoch epoch;
    private ImageCounters counters;
    TreePMap<BrokerId, Broker> brokers;
    TreePMap<TopicId, Topic> topics;
    TreePMap<String, TopicId> topicNames;
    private final PartitionTableEdit partitions;
    TreePMap<TopicId, Tombstone> tombstones;
    private long digest;
    /** Brokers that were looked up, since rules ask for the same few over and over. */
    private final Map<BrokerId, Broker> known = new HashMap<>();

    /** The topic that was looked up last: the next partition is mostly of the same one. */
    private @Nullable Topic lastTopic;

    /** By list, not by what it says: lists are shared. Holds while no broker changes. */
    private final IdentityHashMap<List<Holder>, List<Holder>> electable = new IdentityHashMap<>();

    private final Map<List<?>, List<?>> shared = new HashMap<>();
    private final Map<LeaderEpoch, LeaderEpoch> epochs = new HashMap<>();
    private final Set<TopicId> created = new HashSet<>();
    private final Set<TopicId> altered = new HashSet<>();
    private final Set<TopicId> deleted = new HashSet<>();
    private final Set<BrokerId> changedBrokers = new HashSet<>();

    /** Starts at {@code base}; the result has {@code index}. */
    public ImageEdit(ClusterImage base, long index) {
        this.base = base;
        this.index = index;
        this.epoch = new LeaderEpoch(index);
        this.counters = base.counters();
        this.brokers = base.brokers;
        this.topics = base.topics;
        this.topicNames = base.topicNames;
        this.partitions = new PartitionTableEdit(base.partitions);
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

    /** The index as a leader epoch: whoever is elected by this command shares it. */
    public LeaderEpoch epoch() {
        return epoch;
    }

    public ImageCounters counters() {
        return counters;
    }

    public @Nullable Broker broker(BrokerId id) {
        Broker found = known.get(id);
        if (found == null) {
            found = brokers.get(id);
            if (found != null) {
                known.put(id, found);
            }
        }
        return found;
    }

    public @Nullable Partition partition(PartitionUid uid) {
        return partitions.get(uid);
    }

    /**
     * Partitions that had a replica on one of these brokers at {@link #base}, each once and as it is when the iterator comes
     * to it. They may be replaced while iterating.
     */
    public Collection<Partition> partitionsOf(BrokerId... brokers) {
        UidSet uids = UidSet.EMPTY;
        for (BrokerId broker : brokers) {
            uids = uids.union(base.partitions.hostedBy(broker));
        }
        return new PartitionsView(uids, this::partition);
    }

    /** See {@link ClusterImage#validated}. */
    public boolean validated(Holder holder) {
        Broker broker = broker(holder.broker());
        return broker != null && broker.validates(holder);
    }

    /** See {@link ClusterImage#electable}. */
    public boolean electable(Holder holder) {
        Broker broker = broker(holder.broker());
        return broker != null && broker.active() && broker.validates(holder);
    }

    /** Those of the holders that are electable, in their order; the same list for all partitions that share the holders. */
    public List<Holder> electable(List<Holder> holders) {
        return electable.computeIfAbsent(holders, this::electableOf);
    }

    private List<Holder> electableOf(List<Holder> holders) {
        List<Holder> found = new ArrayList<>(holders);
        found.removeIf(holder -> !electable(holder));
        return shared(found);
    }

    /** See {@link ClusterImage#minInsyncReplicas}. */
    public int minInsyncReplicas(Partition partition) {
        Topic topic = topic(partition.topic());
        return topic == null ? 1 : topic.config().minInsyncReplicas();
    }

    private @Nullable Topic topic(TopicId id) {
        if (lastTopic == null || !lastTopic.id().equals(id)) {
            lastTopic = topics.get(id);
        }
        return lastTopic;
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
        known.put(broker.id(), broker);
        electable.clear();
    }

    /** Removes a broker that has no replicas. */
    public void remove(Broker broker) {
        digest -= EntityHash.of(broker);
        brokers = brokers.minus(broker.id());
        known.remove(broker.id());
        electable.clear();
        changedBrokers.add(broker.id());
    }

    /** Replaces the partition if that one differs from it: whoever changes a partition gives it a new version. */
    public void replace(Partition partition, Partition next) {
        if (next.version() != partition.version()) {
            put(next);
        }
    }

    /** Adds or replaces a partition. */
    public void put(Partition partition) {
        digest += EntityHash.change(partitions.put(partition), partition);
    }

    /** Adds a topic, without its partitions. */
    public void create(Topic topic) {
        digest += EntityHash.of(topic);
        topics = topics.plus(topic.id(), topic);
        lastTopic = topic;
        topicNames = topicNames.plus(topic.name(), topic.id());
        created.add(topic.id());
    }

    /** Replaces a topic by itself with other settings or more partitions, which are put on their own. */
    public void alter(Topic old, Topic next) {
        digest += EntityHash.of(next) - EntityHash.of(old);
        topics = topics.plus(next.id(), next);
        lastTopic = next;
        altered.add(next.id());
    }

    /** Removes a topic with its partitions and leaves the tombstone. */
    public void delete(Topic topic, Tombstone tombstone) {
        digest -= EntityHash.of(topic);
        topics = topics.minus(topic.id());
        lastTopic = null;
        topicNames = topicNames.minus(topic.name());
        deleted.add(topic.id());
        for (PartitionUid uid : topic.partitions()) {
            digest += EntityHash.change(partitions.remove(uid), null);
        }
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

    /** The image with all changes. Nothing may be changed after it. */
    public ClusterImage image() {
        return new ClusterImage(index, base.clusterId(), this, base.digests.with(index, digest));
    }

    /** The image with all changes, without memory of digests before it. Nothing may be changed after it. */
    public ClusterImage restored() {
        return new ClusterImage(index, base.clusterId(), this, DigestHistory.startingAt(index, digest));
    }

    /**
     * An equal list, the same one for all that ask this edit. Thousands of partitions have equal replicas and equal holder
     * sets, and an image in which they share them is half as large and twice as fast to go through.
     */
    @SuppressWarnings("unchecked")
    public <T> List<T> shared(List<T> list) {
        return (List<T>) shared.computeIfAbsent(list, List::copyOf);
    }

    /** As for lists. */
    public LeaderEpoch shared(LeaderEpoch value) {
        return epochs.computeIfAbsent(value, same -> same);
    }

    /** What changed. */
    public ImageChanges changes() {
        return new ImageChanges(index, partitions.changed(), created, altered, deleted, changedBrokers, false);
    }

    PartitionTable partitions() {
        return partitions.table();
    }
}
