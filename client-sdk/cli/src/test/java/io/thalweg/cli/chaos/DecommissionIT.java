package io.thalweg.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.cluster.Patience;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.cli.chaos.load.Dump;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.admin.BrokerState;
import io.thalweg.client.api.admin.ClusterDescription;
import io.thalweg.client.api.admin.NewTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * A fourth broker votes, takes replicas, loses its vote, is emptied while another broker is killed, goes, and comes back as a
 * new one, while applications go on. {@code -Ddecommission.rounds} makes it longer.
 */
final class DecommissionIT {
    private static final Topic TOPIC = new Topic("log", 3);
    private static final int LEAVING = 4;
    private static final Duration SESSION = Duration.ofSeconds(3);
    /** Long, because a busy machine takes half a minute to start brokers; it tells a hang from slowness. */
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    private static final int MOST_SHOWN = 20;

    private final Random random = new Random();

    @Test
    void shouldKeepEveryPromiseWhileABrokerGoesAndComes() throws Exception {
        Path folder = Files.createTempDirectory("thalweg-decommission-");
        Path home = Path.of("../..").toAbsolutePath().normalize();
        List<Finding> findings;
        try (BrokerSet brokers = BrokerSet.of(home, folder, SESSION.toSeconds() + "s", LEAVING)) {
            brokers.heal();
            await("start", brokers::areReady);
            try (ThalwegClient client = Applications.connect(brokers)) {
                client.admin()
                        .createTopic(NewTopic.named(TOPIC.name())
                                .partitions(TOPIC.partitions())
                                .replicas(BrokerSet.SIZE))
                        .join();
                findings = goAndCome(brokers, client);
            }
        }
        assertThat(findings.stream().limit(MOST_SHOWN))
                .as("%d findings; logs and data are in %s", findings.size(), folder)
                .isEmpty();
        Folders.delete(folder);
    }

    private List<Finding> goAndCome(BrokerSet brokers, ThalwegClient client) throws InterruptedException, IOException {
        try (Applications applications = Applications.start(brokers, TOPIC, random)) {
            int rounds = Integer.getInteger("decommission.rounds", 1);
            for (int round = 1; round <= rounds; round++) {
                settle(client.admin());
                go(brokers, client.admin());
                if (round < rounds) {
                    come(brokers.broker(LEAVING), client.admin());
                }
            }
            applications.endWriting();
            return applications.judge(dumps(client), RECOVERY, System.out::println);
        }
    }

    /** The leaving broker leads what it can. */
    private void settle(Admin admin) {
        for (int partition = 0; partition < TOPIC.partitions(); partition++) {
            TopicPartition moved = new TopicPartition(TOPIC.name(), partition);
            List<Integer> replicas = List.of(LEAVING, 1 + partition, 1 + (partition + 1) % BrokerSet.SIZE);
            await("move of " + moved, () -> {
                admin.reassign(moved, replicas).join();
                return true;
            });
        }
        await("moves", () -> admin.listReassignments().join().isEmpty());
    }

    private void go(BrokerSet brokers, Admin admin) {
        await("end of the vote", () -> {
            if (votes(admin)) {
                admin.removeVoter(LEAVING).join();
            }
            return true;
        });
        BrokerProcess victim = brokers.broker(1 + random.nextInt(BrokerSet.SIZE));
        int[] steps = {0};
        await("decommission", () -> {
            if (steps[0]++ == 1) {
                victim.kill();
                victim.start();
            }
            admin.decommissionBroker(LEAVING, 5).exceptionally(again -> null).join();
            return cluster(admin).brokers().stream().noneMatch(broker -> broker.id() == LEAVING);
        });
        BrokerProcess leaving = brokers.broker(LEAVING);
        await("end of " + leaving, () -> !leaving.isRunning());
        assertThat(leaving.exitCode()).as("exit code of %s", leaving).isEqualTo(4);
        assertThat(leaving.said()).contains("stopped: broker " + LEAVING, "BROKER_REMOVED");
        await("cluster without it", () -> isWhole(cluster(admin), BrokerSet.SIZE));
        System.out.println("gone after " + steps[0] + " steps, with " + victim + " killed");
    }

    private void come(BrokerProcess leaving, Admin admin) throws IOException {
        Folders.delete(leaving.data());
        leaving.start();
        await("return", leaving::isReady);
        await("vote", () -> {
            if (!votes(admin)) {
                admin.addVoter(LEAVING).join();
            }
            return true;
        });
    }

    private static boolean votes(Admin admin) {
        return admin.describeVoters().join().voters().stream().anyMatch(voter -> voter.broker() == LEAVING);
    }

    private static ClusterDescription cluster(Admin admin) {
        return admin.describeCluster().join();
    }

    private static boolean isWhole(ClusterDescription cluster, int brokers) {
        return cluster.offlinePartitions() == 0
                && cluster.underReplicatedPartitions() == 0
                && cluster.brokers().size() == brokers
                && cluster.brokers().stream().allMatch(broker -> broker.state() == BrokerState.ACTIVE);
    }

    /** Each broker in turn leads everything, and is read. */
    private static Map<String, List<Sight>> dumps(ThalwegClient client) throws InterruptedException {
        Map<String, List<Sight>> dumps = new TreeMap<>();
        for (int broker = 1; broker <= BrokerSet.SIZE; broker++) {
            Leadership.give(client, TOPIC, broker, RECOVERY);
            dumps.put("broker " + broker, Dump.of(client, "dump of broker " + broker, TOPIC));
            Leadership.release(client);
        }
        return dumps;
    }

    private static void await(String what, BooleanSupplier condition) {
        Patience.await(what, RECOVERY, condition);
    }
}
