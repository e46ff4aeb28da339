package io.thalweg.client.internal.routing;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is known about the cluster. Immutable; each report gives the next view. */
public final class ClusterView {
    public static final ClusterView EMPTY = new ClusterView("", -1, Map.of(), Map.of(), Set.of());

    private final String clusterId;
    private final long index;
    private final Map<Integer, BrokerAddress> brokers;
    private final Map<String, TopicRoute> topics;
    private final Set<String> missing;

    private ClusterView(
            String clusterId,
            long index,
            Map<Integer, BrokerAddress> brokers,
            Map<String, TopicRoute> topics,
            Set<String> missing) {
        this.clusterId = clusterId;
        this.index = index;
        this.brokers = brokers;
        this.topics = topics;
        this.missing = missing;
    }

    /**
     * The view after a report. A report older than this view is dropped, except for topics that the view does not know yet. Partitions never go back to an
     * older leader epoch.
     */
    public ClusterView with(ClusterUpdate update) {
        boolean stale = update.index() < index;
        Map<String, TopicRoute> nextTopics = new HashMap<>(topics);
        Set<String> nextMissing = new HashSet<>(missing);
        for (TopicRoute topic : update.topics()) {
            TopicRoute known = topics.get(topic.name());
            if (!stale || known == null) {
                nextTopics.put(topic.name(), known == null ? topic : newer(known, topic));
                nextMissing.remove(topic.name());
            }
        }
        if (stale) {
            return new ClusterView(clusterId, index, brokers, nextTopics, nextMissing);
        }
        for (String name : update.missing()) {
            nextTopics.remove(name);
            nextMissing.add(name);
        }
        return new ClusterView(update.clusterId(), update.index(), update.brokers(), nextTopics, nextMissing);
    }

    private static TopicRoute newer(TopicRoute known, TopicRoute reported) {
        if (!known.id().equals(reported.id())) {
            return reported;
        }
        List<PartitionRoute> routes = new ArrayList<>(reported.partitions());
        for (int i = 0; i < Math.min(routes.size(), known.partitions().size()); i++) {
            PartitionRoute before = known.partitions().get(i);
            if (before.leaderEpoch() > routes.get(i).leaderEpoch()) {
                routes.set(i, before);
            }
        }
        return new TopicRoute(reported.name(), reported.id(), reported.maxBatchBytes(), routes);
    }

    /** The view with what a broker said about the leader of one partition, if that is news. */
    public ClusterView withLeader(TopicPartition partition, PartitionRoute leader) {
        TopicRoute topic = topics.get(partition.topic());
        if (topic == null || partition.partition() >= topic.partitions().size()) {
            return this;
        }
        PartitionRoute known = topic.partitions().get(partition.partition());
        if (leader.leaderEpoch() <= known.leaderEpoch()) {
            return this;
        }
        List<PartitionRoute> routes = new ArrayList<>(topic.partitions());
        routes.set(partition.partition(), leader);
        Map<String, TopicRoute> nextTopics = new HashMap<>(topics);
        nextTopics.put(topic.name(), new TopicRoute(topic.name(), topic.id(), topic.maxBatchBytes(), routes));
        return new ClusterView(clusterId, index, brokers, nextTopics, missing);
    }

    /** Id of the cluster, empty before the first report. */
    public String clusterId() {
        return clusterId;
    }

    /** Index of the newest report, -1 before the first. */
    public long index() {
        return index;
    }

    public Map<Integer, BrokerAddress> brokers() {
        return brokers;
    }

    /** The addresses of all brokers, in order of their ids. */
    public Set<BrokerAddress> addresses() {
        Set<BrokerAddress> addresses = new LinkedHashSet<>();
        brokers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> addresses.add(entry.getValue()));
        return addresses;
    }

    public @Nullable TopicRoute topic(String name) {
        return topics.get(name);
    }

    /** The cluster said that there is no such topic. */
    public boolean isMissing(String topic) {
        return missing.contains(topic);
    }

    /** The route to a partition, or null if it is not known. Its address is null when it has no reachable leader. */
    public @Nullable PartitionRoute route(TopicPartition partition) {
        TopicRoute topic = topics.get(partition.topic());
        if (topic == null || partition.partition() >= topic.partitions().size()) {
            return null;
        }
        PartitionRoute route = topic.partitions().get(partition.partition());
        if (route.address() != null || route.leader() == 0) {
            return route;
        }
        return new PartitionRoute(route.leader(), route.leaderEpoch(), brokers.get(route.leader()));
    }
}
