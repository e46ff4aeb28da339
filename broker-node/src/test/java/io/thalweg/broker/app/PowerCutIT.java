package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.thalweg.broker.storage.BootId;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All three machines lose power at once: the brokers come back with another boot id. */
class PowerCutIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @AfterEach
    void forgetBoot() {
        System.clearProperty(BootId.OVERRIDE_PROPERTY);
    }

    @Test
    void shouldRecoverTopicsThatDoNotSyncByItselfAndTouchNoOther() {
        System.setProperty(BootId.OVERRIDE_PROPERTY, "before the cut");
        try (TestCluster cluster = TestCluster.start(folder, 3)) {
            RawClient client = new RawClient(cluster.channel(1));
            client.createTopic("lazy", 2, 3, Map.of("durability", "os"));
            client.createTopic("synced", 1, 3);
            List<String> lazy = produce(cluster, "lazy", 20);
            List<String> synced = produce(cluster, "synced", 20);

            List.of(1, 2, 3).forEach(cluster::kill);
            System.setProperty(BootId.OVERRIDE_PROPERTY, "after the cut");
            cluster.startAllAgain();

            await().atMost(LONGEST)
                    .untilAsserted(() -> assertThat(values(cluster, "lazy")).containsExactlyElementsOf(lazy));
            await().atMost(LONGEST)
                    .untilAsserted(() -> assertThat(values(cluster, "synced")).containsExactlyElementsOf(synced));
            Partition recovered = partition(cluster, "lazy");
            assertThat(recovered.recoveries()).singleElement().satisfies(recovery -> {
                assertThat(recovery.forced()).isFalse();
                assertThat(recovery.evidence())
                        .hasSize(3)
                        .allSatisfy(evidence -> assertThat(evidence.logEnd()).isPositive());
            });
            assertThat(partition(cluster, "synced").recoveryEpoch()).isZero();
            produce(cluster, "lazy", 5);
            await().atMost(LONGEST)
                    .until(() ->
                            image(cluster).inSync(partition(cluster, "lazy")).size() == 3);
        }
    }

    private static List<String> produce(TestCluster cluster, String topic, int count) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String value = topic + "-" + i;
            await().atMost(LONGEST).until(() -> isAcknowledged(cluster, topic, value));
            values.add(value);
        }
        return values;
    }

    private static boolean isAcknowledged(TestCluster cluster, String topic, String value) {
        int leader = leader(cluster, topic);
        try {
            new RawClient(cluster.channel(leader == 0 ? 1 : leader)).produce(topic, 0, value);
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private static List<String> values(TestCluster cluster, String topic) {
        int leader = leader(cluster, topic);
        return leader == 0 ? List.of() : new RawClient(cluster.channel(leader)).values(topic, 0, 0);
    }

    private static int leader(TestCluster cluster, String topic) {
        var leader = partition(cluster, topic).leader();
        return leader == null ? 0 : leader.value();
    }

    private static Partition partition(TestCluster cluster, String topic) {
        Topic found = Objects.requireNonNull(image(cluster).topic(topic));
        return Objects.requireNonNull(image(cluster).partition(new PartitionId(found.id(), 0)));
    }

    private static ClusterImage image(TestCluster cluster) {
        return cluster.node(1).image();
    }
}
