package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.proto.v1.DescribeClusterRequest;
import io.thalweg.proto.v1.DescribeClusterResponse;
import io.thalweg.proto.v1.PartitionInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, all voters: what is acknowledged survives the loss of any of them. */
class ThreeBrokerIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Set<String> RETRIABLE = Set.of(
            "NOT_LEADER",
            "NOT_ENOUGH_REPLICAS",
            "BROKER_NOT_READY",
            "STALE_LEADER_EPOCH",
            "TOPIC_NOT_FOUND",
            "OFFSET_NOT_YET_AVAILABLE");

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestCluster cluster;
    private final List<String> acknowledged = new ArrayList<>();

    @BeforeEach
    void start() {
        cluster = TestCluster.start(folder, 3);
    }

    @AfterEach
    void stop() {
        cluster.close();
        threads.shutdownNow();
    }

    @Test
    void shouldKeepWhatWasAcknowledgedWhenTheLeaderDiesAndReturns() {
        new RawClient(cluster.channel(1)).createTopic("orders", 1, 3);
        produceUntilAcknowledged(Set.of(1, 2, 3), "before");
        int leader = leader(1, "orders");
        Set<Integer> others = others(leader);

        cluster.kill(leader);
        produceUntilAcknowledged(others, "while one is down");
        cluster.startAgain(leader);
        produceUntilAcknowledged(Set.of(1, 2, 3), "after");

        int last = leader(leader, "orders");
        assertThat(new RawClient(cluster.channel(last)).values("orders", 0, 0)).containsAll(acknowledged);
        awaitInSync(leader, 3);
    }

    @Test
    void shouldHandLeadersOverBeforeAnOrderlyStop() {
        new RawClient(cluster.channel(1)).createTopic("orders", 6, 3);
        produceUntilAcknowledged(Set.of(1, 2, 3), "before");
        int stopped = leader(1, "orders");
        Set<Integer> others = others(stopped);

        cluster.stop(stopped);

        int witness = others.iterator().next();
        for (PartitionInfo partition : partitions(witness)) {
            assertThat(partition.getLeader()).isIn(others);
        }
        produceUntilAcknowledged(others, "while one is down");
        cluster.startAgain(stopped);
        awaitInSync(witness, 3);
        DescribeClusterResponse described = new RawClient(cluster.channel(stopped))
                .admin()
                .describeCluster(DescribeClusterRequest.getDefaultInstance());
        assertThat(described.getBrokersCount()).isEqualTo(3);
        assertThat(described.getOfflinePartitions()).isZero();
    }

    @Test
    void shouldLeaveEveryLeaderToTheBrokerThatStays() {
        new RawClient(cluster.channel(1)).createTopic("orders", 6, 3);
        produceUntilAcknowledged(Set.of(1, 2, 3), "before");

        stopAtOnce(1, 2);

        ClusterImage image = cluster.node(3).image();
        assertThat(image.partitions())
                .isNotEmpty()
                .allSatisfy(partition -> assertThat(partition.leader()).isEqualTo(new BrokerId(3)));
    }

    @Test
    void shouldNotWaitForAnybodyWhenAllStop() {
        new RawClient(cluster.channel(1)).createTopic("orders", 6, 3);
        produceUntilAcknowledged(Set.of(1, 2, 3), "before");
        long began = System.nanoTime();

        stopAtOnce(1, 2, 3);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TestCluster.STOP_TIMEOUT);
    }

    private void stopAtOnce(int... brokers) {
        CompletableFuture.allOf(IntStream.of(brokers)
                        .mapToObj(id -> CompletableFuture.runAsync(() -> cluster.stop(id), threads))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Test
    void shouldNameTheLeaderToWhoeverAsksAnotherBroker() {
        new RawClient(cluster.channel(1)).createTopic("orders", 1, 3);
        int leader = leader(1, "orders");
        int other = others(leader).iterator().next();

        String port = Integer.toString(cluster.node(leader).ports().client());
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(produceError(other))
                        .hasValueSatisfying(error -> assertThat(error.getMetadataMap())
                                .containsEntry("leader", Integer.toString(leader))
                                .containsEntry("port", port)));
    }

    private Optional<ErrorInfo> produceError(int broker) {
        try {
            new RawClient(cluster.channel(broker)).produce("orders", 0, "x");
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            return Optional.of(RawClient.errorInfo(e));
        }
    }

    private static Set<Integer> others(int broker) {
        return Set.of(broker % 3 + 1, (broker + 1) % 3 + 1);
    }

    private List<PartitionInfo> partitions(int asked) {
        return new RawClient(cluster.channel(asked))
                .metadata("orders")
                .getTopics(0)
                .getPartitionsList();
    }

    private int leader(int asked, String topic) {
        return new RawClient(cluster.channel(asked))
                .metadata(topic)
                .getTopics(0)
                .getPartitions(0)
                .getLeader();
    }

    private void awaitInSync(int asked, int replicas) {
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(partitions(asked))
                        .allSatisfy(partition ->
                                assertThat(partition.getInSyncCount()).isEqualTo(replicas)));
    }

    /** Tries all brokers until one acknowledges, as a client without metadata would. */
    private void produceUntilAcknowledged(Set<Integer> brokers, String value) {
        await().atMost(LONGEST).until(() -> brokers.stream().anyMatch(broker -> isAcknowledged(broker, value)));
        acknowledged.add(value);
    }

    private boolean isAcknowledged(int broker, String value) {
        try {
            new RawClient(cluster.channel(broker)).produce("orders", 0, value);
            return true;
        } catch (StatusRuntimeException e) {
            assertThat(RawClient.errorInfo(e).getReason()).isIn(RETRIABLE);
            return false;
        }
    }
}
