package io.thalweg.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.terminal.Json;
import io.thalweg.client.api.admin.AlteredTopic;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.admin.PartitionPositions;
import io.thalweg.client.api.admin.TopicDescription;
import io.thalweg.client.api.admin.TopicSummary;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TopicViewTest {
    private static final TopicDescription TOPIC = new TopicDescription(
            "orders",
            new UUID(0, 1),
            false,
            Map.of("retention.ms", "7d"),
            List.of(
                    new PartitionDescription(
                            0, 2, 31, List.of(2, 3, 1), List.of(2, 1), 0, new PartitionPositions(0, 40, 42, null)),
                    new PartitionDescription(
                            1,
                            0,
                            32,
                            List.of(3, 1, 2),
                            List.of(),
                            30,
                            new PartitionPositions(-1, -1, -1, "no leader"))));

    @Test
    void shouldDescribeATopicAsJson() {
        assertThat(Json.text(TopicDescribe.json(TOPIC)))
                .isEqualTo(
                        "{\"name\":\"orders\",\"topicId\":\"00000000-0000-0000-0000-000000000001\",\"internal\":false,"
                                + "\"config\":{\"retention.ms\":\"7d\"},\"partitions\":["
                                + "{\"partition\":0,\"leader\":2,\"leaderEpoch\":31,\"replicas\":[2,3,1],\"inSync\":[2,1],"
                                + "\"recoveryEpoch\":0,"
                                + "\"logStart\":0,\"highWatermark\":40,\"logEnd\":42},"
                                + "{\"partition\":1,\"leader\":0,\"leaderEpoch\":32,\"replicas\":[3,1,2],\"inSync\":[],"
                                + "\"recoveryEpoch\":30,"
                                + "\"logStart\":-1,\"highWatermark\":-1,\"logEnd\":-1,\"error\":\"no leader\"}]}");
    }

    @Test
    void shouldDescribeATopicAsATable() {
        assertThat(TopicDescribe.text(TOPIC)).isEqualTo("""
                        orders  00000000-0000-0000-0000-000000000001
                        config  retention.ms=7d
                        PARTITION  LEADER  EPOCH  REPLICAS  IN SYNC  LOG START  HIGH WATERMARK  LOG END
                                0       2     31  2,3,1     2,1              0              40       42
                                1       -     32  3,1,2     -                -               -        -
                        partition 1 was recovered at epoch 30 and may have lost records
                        """);
    }

    @Test
    void shouldSayWhatATopicIsAfterAChange() {
        var altered =
                new AlteredTopic(new UUID(0, 1), 6, Map.of("retention.ms", "3600000"), true, List.of("Keys move."));
        var same = new AlteredTopic(new UUID(0, 1), 6, Map.of(), false, List.of());

        assertThat(Json.text(TopicAlter.json("orders", altered, false)))
                .isEqualTo("{\"name\":\"orders\",\"topicId\":\"00000000-0000-0000-0000-000000000001\","
                        + "\"partitions\":6,\"config\":{\"retention.ms\":\"3600000\"},"
                        + "\"warnings\":[\"Keys move.\"],\"changed\":true}");
        assertThat(Json.text(TopicAlter.json("orders", altered, true))).endsWith("\"changed\":false}");
        assertThat(TopicAlter.text("orders", altered, false))
                .isEqualTo("topic orders altered: 6 partitions, retention.ms=3600000\n");
        assertThat(TopicAlter.text("orders", altered, true))
                .isEqualTo("topic orders would be altered: 6 partitions, retention.ms=3600000\n");
        assertThat(TopicAlter.text("orders", same, false)).isEqualTo("topic orders is so already: 6 partitions\n");
    }

    @Test
    void shouldListTopics() {
        var topics = List.of(new TopicSummary("orders", new UUID(0, 1), false, 12, 3));

        assertThat(TopicList.table(topics)).isEqualTo("NAME    PARTITIONS  REPLICAS\norders          12         3\n");
        assertThat(Json.text(TopicList.json(topics)))
                .isEqualTo("[{\"name\":\"orders\",\"topicId\":\"00000000-0000-0000-0000-000000000001\","
                        + "\"internal\":false,\"partitions\":12,\"replicas\":3}]");
    }
}
