package io.thalweg.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.admin.BrokerDescription;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.admin.reassignment.DecommissionProgress;
import io.thalweg.client.api.admin.reassignment.ReassignmentDescription;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.serde.Serdes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replicas move between four brokers, three of them voters, while a producer and a group go on. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MoveReplicasIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int PARTITIONS = 6;
    private static final int KEYS = 20;

    @TempDir
    private Path folder;

    private ThalwegCluster cluster;

    @BeforeEach
    void start() {
        cluster = ThalwegCluster.builder().brokers(4).folder(folder).start();
        admin().createTopic(NewTopic.named("orders").partitions(PARTITIONS).replicas(3))
                .join();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Admin admin() {
        return cluster.client().admin();
    }

    private Producer<String, Integer> producer() {
        return cluster.client().producer(Serdes.string(), Serdes.integers()).build();
    }

    private Consumer<String, Integer> group() {
        Consumer<String, Integer> consumer = cluster.client()
                .consumer(Serdes.string(), Serdes.integers())
                .group("readers")
                .build();
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    /** Runs a change while a load goes on and a group reads it, and looks whether the group got everything once and in order. */
    private void underLoad(Runnable change) {
        try (Producer<String, Integer> producer = producer();
                Consumer<String, Integer> consumer = group();
                KeyedLoad load = KeyedLoad.start(producer, "orders", KEYS, Integer.MAX_VALUE)) {
            Ledger ledger = new Ledger();
            load.awaitAcknowledged(500);
            AtomicBoolean changed = new AtomicBoolean();
            // Not in the common pool: Ratis appends there, and from Java 25 on it has one thread on two processors.
            CompletableFuture<Void> reading = CompletableFuture.runAsync(
                    () -> {
                        while (!changed.get()) {
                            ledger.poll(consumer);
                        }
                    },
                    task -> new Thread(task, "reader").start());

            try {
                change.run();
            } finally {
                changed.set(true);
                reading.join();
            }
            int records = load.finish().size();
            ledger.read(consumer, records).assertExactly(KEYS, records / KEYS);
        }
    }

    private List<PartitionDescription> partitions() {
        return admin().describeTopic("orders").join().partitions();
    }

    private void awaitNoMoves() {
        await().atMost(LONGEST).until(() -> admin().listReassignments().join().isEmpty());
    }

    private static TopicPartition orders(int partition) {
        return new TopicPartition("orders", partition);
    }

    /** The same replicas without the preferred leader, and the broker that had none in its place. */
    private static List<Integer> swapped(PartitionDescription partition) {
        int newcomer = IntStream.rangeClosed(1, 4)
                .filter(broker -> !partition.replicas().contains(broker))
                .findFirst()
                .orElseThrow();
        List<Integer> next = new ArrayList<>(partition.replicas());
        next.set(0, newcomer);
        return next;
    }

    @Test
    void shouldMoveEveryPartitionUnderLoad() {
        underLoad(() -> {
            Map<Integer, List<Integer>> wanted = new HashMap<>();
            for (PartitionDescription partition : partitions()) {
                List<Integer> next = swapped(partition);
                wanted.put(partition.partition(), next);
                assertThat(admin().reassign(orders(partition.partition()), next)
                                .join()
                                .changed())
                        .isTrue();
            }
            awaitNoMoves();
            assertThat(partitions()).allSatisfy(partition -> {
                assertThat(partition.replicas()).isEqualTo(wanted.get(partition.partition()));
                assertThat(partition.inSync()).hasSameElementsAs(partition.replicas());
            });
            assertThat(admin().reassign(orders(0), List.copyOf(wanted.getOrDefault(0, List.of())))
                            .join()
                            .changed())
                    .as("asked for again")
                    .isFalse();
        });
    }

    @Test
    void shouldGoBackInTheMiddleOfAMoveUnderLoad() {
        PartitionDescription chosen = partitions().stream()
                .filter(partition -> partition.replicas().contains(4))
                .findFirst()
                .orElseThrow();
        List<Integer> before = chosen.replicas();
        int newcomer = IntStream.rangeClosed(1, 4)
                .filter(broker -> !before.contains(broker))
                .findFirst()
                .orElseThrow();
        List<Integer> wanted = before.stream()
                .map(broker -> broker == firstVoter(before) ? newcomer : broker)
                .toList();

        underLoad(() -> {
            // 4 stays and is down, so the move waits for it, however fast the new replica catches up.
            cluster.broker(4).kill();
            await().atMost(LONGEST)
                    .until(() -> !partitions().get(chosen.partition()).inSync().contains(4));
            assertThat(admin().reassign(orders(chosen.partition()), wanted)
                            .join()
                            .warnings())
                    .anyMatch(warning -> warning.contains("Broker 4 stays a replica"));
            await().atMost(LONGEST).until(() -> moving().inSync().contains(newcomer));

            assertThat(admin().cancelReassignment(orders(chosen.partition()))
                            .join()
                            .changed())
                    .isTrue();
            awaitNoMoves();
            assertThat(partitions().get(chosen.partition()).replicas()).isEqualTo(before);
            cluster.broker(4).start();
        });
    }

    private static int firstVoter(List<Integer> replicas) {
        return replicas.stream().filter(broker -> broker != 4).findFirst().orElseThrow();
    }

    private ReassignmentDescription moving() {
        List<ReassignmentDescription> all = admin().listReassignments().join();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void shouldDecommissionABrokerUnderLoadAndNeverTakeItsFolderBack() {
        underLoad(() -> {
            int planned = admin().planDecommission(4).join().moves().size();
            assertThat(planned).isGreaterThan(PARTITIONS / 2);
            await().atMost(LONGEST).until(() -> {
                DecommissionProgress step = admin().decommissionBroker(4, 10).join();
                assertThat(step.moving()).isLessThanOrEqualTo(10);
                return step.removed();
            });
        });

        assertThat(admin().describeCluster().join().brokers())
                .extracting(BrokerDescription::id)
                .containsExactly(1, 2, 3);
        assertThat(partitions()).allMatch(partition -> !partition.replicas().contains(4));
        await().atMost(LONGEST).until(() -> !cluster.broker(4).isRunning());
        assertThatThrownBy(() -> cluster.broker(4).start())
                .hasRootCauseMessage("The cluster refuses this broker (BROKER_REMOVED)");
        cluster.broker(4).kill();

        delete(folder.resolve("broker-4"));
        cluster.broker(4).start();
        assertThat(admin().describeCluster().join().brokers()).hasSize(4);
    }

    @Test
    void shouldRefuseWhatCannotEnd() {
        assertRefused(() -> admin().decommissionBroker(1, 10).join(), ErrorReason.BROKER_IN_USE);
        assertRefused(() -> admin().planDecommission(9).join(), ErrorReason.BROKER_NOT_FOUND);
        assertRefused(() -> admin().reassign(orders(0), List.of(1, 2, 9)).join(), ErrorReason.BROKER_NOT_FOUND);
        assertRefused(() -> admin().reassign(orders(0), List.of(1, 2, 2)).join(), ErrorReason.INVALID_REQUEST);
        cluster.broker(3).kill();
        await().atMost(LONGEST)
                .untilAsserted(
                        () -> assertRefused(() -> admin().planDecommission(4).join(), ErrorReason.NOT_ENOUGH_BROKERS));
    }

    private static void assertRefused(Runnable call, ErrorReason reason) {
        assertThatThrownBy(call::run)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ThalwegException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static void delete(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
