package io.thalweg.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.cluster.Patience;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.nemesis.Nemesis;
import io.thalweg.cli.chaos.network.Direction;
import io.thalweg.cli.chaos.network.NetworkKind;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.PartitionDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Cuts by the TCP proxy, also where the other tests cut by namespaces. Each lasts until the cluster has found another
 * leader, which it does only if the cut really cuts.
 */
final class ProxyIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int WRITES = 100;

    @Test
    void shouldReplaceLeadersThatAreCutOffAndKeepEveryPromise() throws Exception {
        assumeTrue(NetworkKind.PROXY.isPossible(), "the proxy needs /proc to know who has dialled");
        long seed = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));
        System.out.println("proxy seed " + seed);
        Path folder = Files.createTempDirectory("thalweg-proxy-" + seed + "-");

        List<Finding> findings = new ChaosRun(
                        folder, seed, System.out::println, Optional.empty(), List.of(), NetworkKind.PROXY)
                .run((brokers, client, nemesis, applications) -> {
                    cutLeader(brokers, client, nemesis, applications);
                    deafenMetadataLeader(brokers, client, nemesis, applications);
                    nemesis.strike(another(nemesis, new Random(seed)), applications::areSpoiled);
                });

        assertThat(findings)
                .as("findings of seed %d; logs and data are in %s", seed, folder)
                .isEmpty();
        Folders.delete(folder);
    }

    private static void cutLeader(BrokerSet brokers, ThalwegClient client, Nemesis nemesis, Applications applications)
            throws InterruptedException {
        applications.awaitWrites(WRITES, LIMIT);
        BrokerProcess victim = brokers.broker(leader(client));
        brokers.cut(victim, Direction.BOTH);
        await("another leader than " + victim, () -> leader(client) > 0 && leader(client) != victim.id());
        applications.awaitWrites(WRITES, LIMIT);
        assertThat(victim.isRunning()).isTrue();
        assertThat(victim.isReady())
                .as("an answer from %s, which is cut off", victim)
                .isFalse();
        brokers.heal();
        nemesis.awaitWhole("a cut leader");
    }

    /** What it sends still arrives, so nobody but itself can know that it is of no use. */
    private static void deafenMetadataLeader(
            BrokerSet brokers, ThalwegClient client, Nemesis nemesis, Applications applications)
            throws InterruptedException {
        applications.awaitWrites(WRITES, LIMIT);
        BrokerProcess victim =
                brokers.broker(client.admin().describeCluster().join().metadataLeader());
        long before = elections(brokers);
        brokers.cutFromBrokers(victim, Direction.INBOUND);
        await("another metadata leader than " + victim, () -> elections(brokers) > before);
        applications.awaitWrites(WRITES, LIMIT);
        brokers.heal();
        nemesis.awaitWhole("a deaf metadata leader");
    }

    /** By their own word: asked for the leader, the one that is cut off still takes itself for it. */
    private static long elections(BrokerSet brokers) {
        return brokers.all().stream()
                .flatMap(broker -> broker.said().lines())
                .filter(line -> line.contains("is the metadata leader"))
                .count();
    }

    private static String another(Nemesis nemesis, Random random) {
        List<String> cuts = nemesis.repertoire().stream()
                .filter(name -> name.startsWith("CUT_"))
                .toList();
        return cuts.get(random.nextInt(cuts.size()));
    }

    private static void await(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        Patience.await(what, LIMIT, condition);
        System.out.println(what + ": after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }

    /** Of the first partition. */
    private static int leader(ThalwegClient client) {
        return client.admin().describeTopic("log").join().partitions().stream()
                .mapToInt(PartitionDescription::leader)
                .findFirst()
                .orElse(0);
    }
}
