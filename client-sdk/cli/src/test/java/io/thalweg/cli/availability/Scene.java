package io.thalweg.cli.availability;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.cluster.Patience;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.BrokerState;
import io.thalweg.client.api.admin.ClusterDescription;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.PartitionDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A cluster of broker processes, a topic in it, and who is who. Used by one thread. */
final class Scene implements AutoCloseable {
    static final String TOPIC = "availability";

    private static final Duration WHOLE = Duration.ofMinutes(2);

    private final BrokerSet brokers;
    private final ThalwegClient client;

    private Scene(BrokerSet brokers, ThalwegClient client) {
        this.brokers = brokers;
        this.client = client;
    }

    /** Starts the brokers and makes the topic. */
    static Scene start(Path home, Path folder, Duration session, int size, NewTopic topic) {
        BrokerSet brokers = BrokerSet.of(home, folder, session.toMillis() + "ms", size);
        try {
            brokers.heal();
            Scene scene = new Scene(brokers, connect(brokers));
            scene.awaitActive(size);
            scene.client.admin().createTopic(topic).join();
            scene.awaitWhole();
            return scene;
        } catch (RuntimeException e) {
            brokers.close();
            throw e;
        }
    }

    private static ThalwegClient connect(BrokerSet brokers) {
        return ThalwegClient.builder()
                .bootstrap(brokers.bootstrap())
                .connectTimeout(WHOLE)
                .requestTimeout(Duration.ofSeconds(5))
                .connect();
    }

    BrokerSet brokers() {
        return brokers;
    }

    ThalwegClient client() {
        return client;
    }

    List<PartitionDescription> partitions() {
        return client.admin().describeTopic(TOPIC).join().partitions();
    }

    BrokerProcess metadataLeader() {
        return brokers.broker(client.admin().describeCluster().join().metadataLeader());
    }

    /** A broker that leads partitions and is not the metadata leader. */
    BrokerProcess plainLeader() {
        int metadataLeader = metadataLeader().id();
        return partitions().stream()
                .mapToInt(PartitionDescription::leader)
                .filter(leader -> leader > 0 && leader != metadataLeader)
                .mapToObj(brokers::broker)
                .findFirst()
                .orElseThrow();
    }

    private void awaitActive(int size) {
        Patience.await(
                size + " active brokers",
                WHOLE,
                () -> active(client.admin().describeCluster().join()) == size);
    }

    private static long active(ClusterDescription cluster) {
        return cluster.brokers().stream()
                .filter(broker -> broker.state() == BrokerState.ACTIVE)
                .count();
    }

    /** Waits until every broker serves, every replica is in sync, and every partition is led by its preferred replica. */
    void awaitWhole() {
        Patience.await("a whole cluster", WHOLE, this::isWhole);
    }

    private boolean isWhole() {
        if (!brokers.areReady()) {
            return false;
        }
        ClusterDescription cluster = client.admin().describeCluster().join();
        return cluster.metadataLeader() > 0
                && cluster.offlinePartitions() == 0
                && cluster.underReplicatedPartitions() == 0
                && active(cluster) == brokers.all().size()
                && partitions().stream()
                        .allMatch(each -> each.leader() == each.replicas().get(0));
    }

    @Override
    public void close() {
        client.close();
        brokers.close();
    }
}
