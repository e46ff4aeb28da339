package io.thalweg.cli.chaos.nemesis;

import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.BrokerDescription;
import io.thalweg.client.api.admin.BrokerState;
import io.thalweg.client.api.admin.PartitionDescription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * Takes replicas of the topic away from their brokers and gives them back. A cluster that suffers may refuse, and an answer
 * may get lost: nobody relies on either, but in the end every broker has every partition again.
 */
final class ReplicaMoves {
    private final ThalwegClient client;
    private final Topic topic;

    ReplicaMoves(ThalwegClient client, Topic topic) {
        this.client = client;
        this.topic = topic;
    }

    /** Every partition loses the replica of whoever leads it now; the leader hands off before it goes. */
    void awayFromLeader() {
        for (PartitionDescription partition : partitions()) {
            List<Integer> others = partition.replicas().stream()
                    .filter(broker -> broker != partition.leader())
                    .toList();
            if (partition.leader() > 0 && !others.isEmpty()) {
                tried(client.admin().reassign(of(partition), others));
            }
        }
    }

    /** A broker gets empty, as for a decommission: it drains, and all its replicas go. */
    void emptyBroker(int broker) {
        tried(client.admin().drainBroker(broker));
        for (PartitionDescription partition : partitions()) {
            List<Integer> others = partition.replicas().stream()
                    .filter(replica -> replica != broker)
                    .toList();
            if (!others.isEmpty()) {
                tried(client.admin().reassign(of(partition), others));
            }
        }
    }

    /** Every partition gets a replica on every broker; the one that led last is not preferred. */
    void toAll() {
        for (PartitionDescription partition : partitions()) {
            List<Integer> all = IntStream.concat(
                            partition.replicas().stream().mapToInt(Integer::intValue),
                            IntStream.rangeClosed(1, BrokerSet.SIZE))
                    .distinct()
                    .boxed()
                    .toList();
            tried(client.admin().reassign(of(partition), all));
        }
    }

    void cancel() {
        partitions().forEach(partition -> tried(client.admin().cancelReassignment(of(partition))));
    }

    /** Whether nothing moves. */
    boolean areOver() {
        return client.admin().listReassignments().join().isEmpty();
    }

    /** Whether nothing moves, no broker drains and every broker has every partition; if not, sees to it. */
    boolean areUndone() {
        try {
            for (BrokerDescription broker :
                    client.admin().describeCluster().join().brokers()) {
                if (broker.state() == BrokerState.DRAINING) {
                    client.admin().undrainBroker(broker.id()).join();
                }
            }
            if (!areOver()) {
                return false;
            }
            boolean whole = partitions().stream()
                    .allMatch(partition -> partition.replicas().size() == BrokerSet.SIZE);
            if (!whole) {
                toAll();
            }
            return whole;
        } catch (CompletionException | ThalwegException e) {
            return false;
        }
    }

    /** Empty before the topic is there, and while nobody can say. */
    private List<PartitionDescription> partitions() {
        try {
            return client.admin().describeTopic(topic.name()).join().partitions();
        } catch (CompletionException | ThalwegException e) {
            return List.of();
        }
    }

    private TopicPartition of(PartitionDescription partition) {
        return new TopicPartition(topic.name(), partition.partition());
    }

    private static void tried(CompletableFuture<?> change) {
        change.handle((done, problem) -> null).join();
    }
}
