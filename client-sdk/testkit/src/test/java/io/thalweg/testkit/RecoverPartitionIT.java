package io.thalweg.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thalweg.broker.app.quarantine.KeptPart;
import io.thalweg.broker.app.quarantine.KeptParts;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.admin.ListedOffset;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.admin.recovery.PartitionRecovery;
import io.thalweg.client.api.admin.recovery.PartitionReplicas;
import io.thalweg.client.api.admin.recovery.RecoveryOutcome;
import io.thalweg.client.api.admin.recovery.ReplicaDescription;
import io.thalweg.client.api.admin.recovery.ReplicaStanding;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.serde.Serdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that syncs, whose holders lost their data: the operator decides with what is left. */
final class RecoverPartitionIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String TOPIC = "orders";
    private static final PartitionRecovery WANTED = PartitionRecovery.of(TOPIC, 0, "the disks of two brokers are lost");

    @TempDir
    private Path folder;

    /**
     * Who has what.
     *
     * @param behind has the first twenty records
     * @param lost lost all
     * @param missing has all thirty and does not run
     */
    private record Holders(int behind, int lost, int missing) {}

    @Test
    void shouldRecoverWithTheEvidenceThatIsLeft() throws IOException {
        try (ThalwegCluster cluster = ThalwegCluster.start(3, folder)) {
            Admin admin = cluster.client().admin();
            Holders brokers = loseTheLeaders(cluster);
            int behind = brokers.behind();
            int lost = brokers.lost();
            int missing = brokers.missing();

            assertThat(partition(admin).leader()).isZero();
            assertThat(replica(admin, lost).standing()).isEqualTo(ReplicaStanding.SUSPECT);
            assertThat(replica(admin, missing).standing()).isEqualTo(ReplicaStanding.VALIDATED);
            assertThat(replica(admin, missing).active()).isFalse();
            assertThat(admin.describeCluster().join().offline()).contains(new TopicPartition(TOPIC, 0));
            assertThatThrownBy(() -> admin.recoverPartition(WANTED).join())
                    .satisfies(problem -> assertReason(problem, ErrorReason.WOULD_LOSE_DATA));

            RecoveryOutcome plan = force(admin);
            assertThat(plan.leader()).isEqualTo(behind);
            assertThat(plan.losses())
                    .anySatisfy(
                            loss -> assertThat(loss).contains("Broker " + missing + " has every acknowledged record"));

            await().atMost(LONGEST).ignoreExceptions().until(() -> inSync(admin).equals(sorted(admin, lost, behind)));
            produce(cluster, "after", 5);
            assertThat(admin.describeTopic(TOPIC).join().partitions().get(0).recoveryEpoch())
                    .isPositive();
            assertThat(partition(admin).recoveries()).singleElement().satisfies(recovery -> {
                assertThat(recovery.forced()).isTrue();
                assertThat(recovery.leader()).isEqualTo(behind);
            });
            assertThat(end(admin)).isBetween(20L + 5, 20L + 5 + 10);
        }
    }

    @Test
    void shouldTakeBackWhoHasMoreAndKeepThatInItsQuarantine() throws IOException {
        try (ThalwegCluster cluster = ThalwegCluster.start(3, folder)) {
            Admin admin = cluster.client().admin();
            Holders brokers = loseTheLeaders(cluster);
            force(admin);
            await().atMost(LONGEST).ignoreExceptions().until(() -> inSync(admin).size() == 2);
            produce(cluster, "after", 5);

            cluster.broker(brokers.missing()).begin();

            await().atMost(LONGEST).ignoreExceptions().until(() -> inSync(admin).size() == 3);
            assertThat(replica(admin, brokers.missing()).standing()).isEqualTo(ReplicaStanding.VALIDATED);
            List<String> kept = quarantine(brokers.missing());
            assertThat(kept).endsWith(values("without the third", 10));
            assertThat(kept.subList(0, kept.size() - 10)).allMatch(value -> value.startsWith("both"));
            produce(cluster, "with everybody", 5);
        }
    }

    /** Values of all records in a broker's quarantine. */
    private List<String> quarantine(int broker) throws IOException {
        KeptParts kept = new KeptParts(folder.resolve("broker-" + broker));
        List<String> values = new ArrayList<>();
        for (KeptPart part : kept.all()) {
            if (part.topic().equals(TOPIC)) {
                kept.read(
                        part,
                        record -> values.add(StandardCharsets.UTF_8
                                .decode(Objects.requireNonNull(record.value()))
                                .toString()));
            }
        }
        return values;
    }

    private static String[] values(String value, int count) {
        return IntStream.range(0, count).mapToObj(i -> value + i).toArray(String[]::new);
    }

    /** A holder loses its data and another one does not come back; the third had been away before the last ten records. */
    private Holders loseTheLeaders(ThalwegCluster cluster) throws IOException {
        Admin admin = cluster.client().admin();
        admin.createTopic(NewTopic.named(TOPIC).partitions(1).replicas(3)).join();
        produce(cluster, "both", 20);
        int behind =
                admin.describeTopic(TOPIC).join().partitions().get(0).replicas().get(2);
        cluster.broker(behind).stop();
        produce(cluster, "without the third", 10);
        assertThatThrownBy(() -> admin.planRecovery(WANTED).join())
                .satisfies(problem -> assertReason(problem, ErrorReason.RECOVERY_NOT_NEEDED));
        List<Integer> holders = inSync(admin);
        assertThat(holders).hasSize(2).doesNotContain(behind);
        int lost = holders.get(0);
        int missing = holders.get(1);

        holders.forEach(id -> cluster.broker(id).kill());
        delete(folder.resolve("broker-" + lost).resolve("logs"));
        cluster.broker(behind).begin();
        cluster.broker(lost).begin();
        await().atMost(LONGEST)
                .ignoreExceptions()
                .until(() -> replica(admin, lost).log() != null
                        && replica(admin, behind).log() != null);
        return new Holders(behind, lost, missing);
    }

    private static RecoveryOutcome force(Admin admin) {
        RecoveryOutcome plan = admin.planRecovery(WANTED.forced(true)).join();
        return admin.recoverPartition(WANTED.forced(true)
                        .leader(plan.leader())
                        .at(plan.evidence().version()))
                .join();
    }

    private static void produce(ThalwegCluster cluster, String value, int count) {
        try (Producer<String, String> producer =
                cluster.client().producer(Serdes.string(), Serdes.string()).build()) {
            for (int i = 0; i < count; i++) {
                producer.sendAndWait(ProducerRecord.of(TOPIC, "k", value + i));
            }
        }
    }

    private static long end(Admin admin) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        ListedOffset latest =
                admin.listOffsets(Map.of(partition, Position.latest())).join().get(partition);
        return Objects.requireNonNull(latest).offset();
    }

    private static PartitionReplicas partition(Admin admin) {
        return admin.describeReplicas(TOPIC, List.of(0)).join().get(0);
    }

    private static ReplicaDescription replica(Admin admin, int broker) {
        return partition(admin).replicas().stream()
                .filter(replica -> replica.broker() == broker)
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> inSync(Admin admin) {
        PartitionDescription partition =
                admin.describeTopic(TOPIC).join().partitions().get(0);
        return partition.inSync();
    }

    /** In order of preference, as the cluster tells them. */
    private static List<Integer> sorted(Admin admin, int... brokers) {
        List<Integer> wanted = Arrays.stream(brokers).boxed().toList();
        return admin.describeTopic(TOPIC).join().partitions().get(0).replicas().stream()
                .filter(wanted::contains)
                .toList();
    }

    private static void assertReason(Throwable problem, ErrorReason reason) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        assertThat(cause).isInstanceOf(ThalwegException.class);
        assertThat(((ThalwegException) cause).reason()).isEqualTo(reason);
    }

    private static void delete(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
