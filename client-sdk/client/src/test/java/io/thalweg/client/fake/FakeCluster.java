package io.thalweg.client.fake;

import com.google.protobuf.ByteString;
import io.thalweg.proto.v1.BrokerInfo;
import io.thalweg.proto.v1.BrokerState;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.MetadataRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** A cluster that keeps its logs in memory and speaks the real protocol on loopback ports; tests move its leaders and break its streams. */
public final class FakeCluster implements AutoCloseable {
    private final List<FakeBroker> brokers = new CopyOnWriteArrayList<>();
    private final Map<String, FakeTopic> topics = new TreeMap<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final AtomicLong producerIds = new AtomicLong(100);
    private final FakeGroup group = new FakeGroup(this);
    private long index = 1;
    private int coordinator = 1;
    private int lostAnswers;

    private FakeCluster() {}

    public static FakeCluster start(int brokers) throws Exception {
        FakeCluster cluster = new FakeCluster();
        for (int id = 1; id <= brokers; id++) {
            cluster.brokers.add(new FakeBroker(cluster, id));
        }
        return cluster;
    }

    public String bootstrap() {
        return brokers.stream().map(broker -> "127.0.0.1:" + broker.port()).collect(Collectors.joining(","));
    }

    public FakeBroker broker(int id) {
        return brokers.get(id - 1);
    }

    public synchronized void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    public synchronized void createTopic(String name, int partitions, Map<String, String> config) {
        topics.put(name, new FakeTopic(name, new UUID(7, topics.size() + 1), partitions, brokers.size(), config));
        changed();
    }

    /** The next changes of topics take effect, but their answers get lost with the connection. */
    public synchronized void loseAnswers(int count) {
        lostAnswers = count;
    }

    synchronized boolean losesAnswer() {
        return lostAnswers-- > 0;
    }

    public synchronized void deleteTopic(String name) {
        topics.remove(name);
        changed();
    }

    public synchronized FakePartition partition(String topic, int index) {
        return Objects.requireNonNull(topics.get(topic)).partitions().get(index);
    }

    /** Another broker leads the partition from now on; the metadata streams tell it. */
    public void moveLeader(String topic, int partition, int broker) {
        partition(topic, partition).lead(broker);
        changed();
    }

    /** As {@link #moveLeader}, but only the brokers know. */
    public void moveLeaderSilently(String topic, int partition, int broker) {
        partition(topic, partition).lead(broker);
    }

    public synchronized void moveCoordinator(int broker) {
        coordinator = broker;
        group.breakStreams();
    }

    /** As {@link #moveCoordinator}, but only the brokers know. */
    public synchronized void moveCoordinatorSilently(int broker) {
        coordinator = broker;
    }

    public int memberCount() {
        return group.memberCount();
    }

    synchronized int coordinator() {
        return coordinator;
    }

    FakeGroup group() {
        return group;
    }

    /** Forgets the members of the group, as when their sessions ended. */
    public void evictMembers() {
        group.evict();
    }

    public void changed() {
        synchronized (this) {
            index++;
        }
        watchers.forEach(Runnable::run);
    }

    void addWatcher(Runnable watcher) {
        watchers.add(watcher);
    }

    void removeWatcher(Runnable watcher) {
        watchers.remove(watcher);
    }

    long nextProducerId() {
        return producerIds.getAndIncrement();
    }

    synchronized FakeTopic topic(String name, ByteString id) throws Refused {
        for (FakeTopic topic : topics.values()) {
            if (topic.name().equals(name) || topic.idBytes().equals(id)) {
                return topic;
            }
        }
        throw new Refused(ErrorReason.ERROR_REASON_TOPIC_NOT_FOUND, "no such topic " + name);
    }

    /** The partition, if that broker leads it. */
    FakePartition led(int broker, FakeTopic topic, int partition) throws Refused {
        FakePartition found = topic.partitions().get(partition);
        if (found.leader() != broker) {
            FakeBroker leader = broker(found.leader());
            throw new Refused(
                    ErrorReason.ERROR_REASON_NOT_LEADER,
                    "the leader is " + found.leader(),
                    Map.of(
                            "leader", Integer.toString(found.leader()),
                            "leaderEpoch", Long.toString(found.leaderEpoch()),
                            "host", "127.0.0.1",
                            "port", Integer.toString(leader.port())));
        }
        return found;
    }

    synchronized List<String> topicNames() {
        return new ArrayList<>(topics.keySet());
    }

    synchronized MetadataUpdate describe(Collection<String> wanted) {
        MetadataUpdate.Builder update =
                MetadataUpdate.newBuilder().setClusterId("fake").setMetadataIndex(index);
        for (FakeBroker broker : brokers) {
            update.addBrokers(BrokerInfo.newBuilder()
                    .setBrokerId(broker.id())
                    .setHost("127.0.0.1")
                    .setPort(broker.port())
                    .setState(BrokerState.BROKER_STATE_ACTIVE));
        }
        for (String name : wanted) {
            FakeTopic topic = topics.get(name);
            if (topic == null) {
                update.addUnknownTopics(name);
            } else {
                update.addTopics(topic.toInfo());
            }
        }
        return update.build();
    }

    MetadataUpdate describe(MetadataRequest request) {
        return describe(request.getAllTopics() ? topicNames() : request.getTopicsList());
    }

    @Override
    public void close() {
        brokers.forEach(FakeBroker::stop);
    }
}
