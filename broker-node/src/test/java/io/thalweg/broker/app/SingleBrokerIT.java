package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.SettingsException;
import io.thalweg.proto.v1.CreateTopicRequest;
import io.thalweg.proto.v1.CreateTopicResponse;
import io.thalweg.proto.v1.DescribeTopicRequest;
import io.thalweg.proto.v1.DescribeTopicResponse;
import io.thalweg.proto.v1.InitProducerRequest;
import io.thalweg.proto.v1.ListOffsetsRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import io.thalweg.proto.v1.ProduceRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker is a cluster of one. */
class SingleBrokerIT {

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private RawClient client;

    @BeforeEach
    void start() {
        cluster = TestCluster.start(folder, 1);
        client = new RawClient(cluster.channel(1));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void shouldKeepRecordsOverAnOrderlyRestart() {
        CreateTopicResponse created = client.createTopic("orders", 2, 1);
        client.produce("orders", 0, "a", "b");
        client.produce("orders", 1, "c");

        cluster.stop(1);
        cluster.startAgain(1);
        client.produce("orders", 0, "d");

        assertThat(created.getWarningsList()).isNotEmpty();
        assertThat(client.values("orders", 0, 0)).containsExactly("a", "b", "d");
        assertThat(client.values("orders", 1, 0)).containsExactly("c");
    }

    @Test
    void shouldKeepRecordsOverACrash() {
        client.createTopic("orders", 1, 1);
        client.produce("orders", 0, "a", "b");

        cluster.kill(1);
        cluster.startAgain(1);

        assertThat(client.values("orders", 0, 0)).containsExactly("a", "b");
    }

    @Test
    void shouldDescribeWhatItServes() {
        client.createTopic("orders", 2, 1);
        client.produce("orders", 1, "a", "b", "c");

        MetadataUpdate metadata = client.metadata("orders");
        DescribeTopicResponse described = client.admin()
                .describeTopic(
                        DescribeTopicRequest.newBuilder().setName("orders").build());

        assertThat(metadata.getBrokers(0).getPort())
                .isEqualTo(cluster.node(1).ports().client());
        assertThat(metadata.getTopics(0).getPartitions(1).getLeader()).isEqualTo(1);
        assertThat(described.getPositionsList())
                .allSatisfy(position -> assertThat(position.hasError()).isFalse());
        long end = described.getPositions(1).getLogEnd();
        assertThat(described.getPositions(1).getHighWatermark()).isEqualTo(end);
        assertThat(end).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldFindOffsetsByPosition() {
        client.createTopic("orders", 1, 1);
        long first = client.produce("orders", 0, "a", "b").getBaseOffset();
        ListOffsetsRequest.Builder request =
                ListOffsetsRequest.newBuilder().setTopic("orders").setPartition(0);

        assertThat(client.fetches().listOffsets(request.setLatest(true).build()).getOffset())
                .isEqualTo(first + 2);
        assertThat(client.fetches()
                        .listOffsets(request.setEarliest(true).build())
                        .getOffset())
                .isZero();
        assertThat(client.fetches()
                        .listOffsets(request.setTimeMillis(1).build())
                        .getOffset())
                .isEqualTo(first);
    }

    @Test
    void shouldGiveEveryProducerItsOwnId() {
        InitProducerRequest request = InitProducerRequest.getDefaultInstance();

        long first = client.produces().initProducer(request).getProducerId();
        long second = client.produces().initProducer(request).getProducerId();

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void shouldExplainWhatIsWrongWithARequest() {
        client.createTopic("orders", 1, 1);

        assertThat(reasonOf(() -> client.produce("nothing", 0, "x")).getReason())
                .isEqualTo("TOPIC_NOT_FOUND");
        ErrorInfo range = reasonOf(() -> client.produce("orders", 7, "x"));
        assertThat(range.getReason()).isEqualTo("PARTITION_OUT_OF_RANGE");
        assertThat(range.getMetadataMap()).containsEntry("partitions", "1");
        ErrorInfo large = reasonOf(() -> client.produce("orders", 0, "x".repeat(2 << 20)));
        assertThat(large.getReason()).isEqualTo("RECORD_TOO_LARGE");
        ErrorInfo corrupt = reasonOf(() -> client.produces()
                .produce(ProduceRequest.newBuilder()
                        .setTopic("orders")
                        .setBatch(ByteString.copyFromUtf8("x".repeat(200)))
                        .build()));
        assertThat(corrupt.getReason()).isEqualTo("CORRUPT_BATCH");
        assertThat(reasonOf(() -> client.createTopic("orders", 1, 1)).getReason())
                .isEqualTo("TOPIC_EXISTS");
        assertThat(reasonOf(() -> client.createTopic("more", 1, 2)).getReason()).isEqualTo("NOT_ENOUGH_BROKERS");
        assertThat(reasonOf(() -> client.fetch("orders", 0, 99)).getReason()).startsWith("OFFSET_");
        ErrorInfo config = reasonOf(() -> client.admin()
                .createTopic(CreateTopicRequest.newBuilder()
                        .setName("more")
                        .putConfig("retention.mss", "1")
                        .build()));
        assertThat(config.getMetadataMap()).containsEntry("nearest", "retention.ms");
        assertThat(client.values("orders", 0, 0)).isEmpty();
    }

    @Test
    void shouldRefuseALockedFolderAndAPortInUse() throws SettingsException {
        Map<String, String> sameFolder = cluster.settings(1);
        for (String port : List.of("client", "peer", "raft")) {
            sameFolder.put("listener." + port + ".bind", "127.0.0.1:0");
        }
        Map<String, String> samePort = cluster.settings(1);
        samePort.put("data.dir", folder.resolve("other").toString());

        StartRefusal locked = refusalOf(ServerSettings.of(sameFolder));
        StartRefusal inUse = refusalOf(ServerSettings.of(samePort));

        assertThat(locked).hasMessageContaining("LOCKED");
        assertThat(inUse).hasMessageContaining("listener.client.bind");
        assertThat(inUse.remedy()).startsWith("Stop the process that uses the port");
    }

    @Test
    void shouldRefuseTheFolderOfAnotherBrokerOrCluster() throws SettingsException {
        cluster.stop(1);
        Map<String, String> otherCluster = cluster.settings(1);
        otherCluster.put("cluster.id", "00000000-0000-4000-8000-000000000000");
        Map<String, String> otherBroker = cluster.settings(1);
        otherBroker.put("broker.id", "9");
        otherBroker.put("listener.peer.advertised", "127.0.0.1:1");

        assertThat(refusalOf(ServerSettings.of(otherCluster))).hasMessageContaining("OTHER_CLUSTER");
        assertThat(refusalOf(ServerSettings.of(otherBroker))).hasMessageContaining("OTHER_BROKER");
    }

    private static StartRefusal refusalOf(ServerSettings settings) {
        return catchThrowableOfType(StartRefusal.class, () -> BrokerNode.start(settings, fault -> {}));
    }

    private static ErrorInfo reasonOf(Runnable call) {
        return RawClient.errorInfo(catchThrowableOfType(StatusRuntimeException.class, call::run));
    }
}
