package io.thalweg.cli.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.terminal.Json;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.ListedOffset;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupMember;
import io.thalweg.client.api.admin.group.GroupState;
import io.thalweg.client.api.admin.group.OffsetPlan;
import io.thalweg.client.api.consumer.CommittedOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GroupLagTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final GroupDescription GROUP = new GroupDescription(
            "billing",
            GroupState.STABLE,
            2,
            List.of(new GroupMember("m-1", "", "thalweg-java", "127.0.0.1", 4, Set.of(SECOND))),
            Map.of(FIRST, CommittedOffset.of(70)));

    private static ListedOffset end(long logStart, long highWatermark) {
        return new ListedOffset(highWatermark, -1, logStart, highWatermark, highWatermark);
    }

    @Test
    void shouldCountWhatWaitsFromTheCommittedOffset() {
        List<GroupLag> lags = GroupLag.of(GROUP, Map.of(FIRST, end(0, 100), SECOND, end(20, 50)));

        assertThat(lags)
                .containsExactly(
                        new GroupLag(FIRST, 70L, 100L, 30L, null), new GroupLag(SECOND, null, 50L, 30L, "m-1"));
    }

    @Test
    void shouldNotCountRecordsThatRetentionRemoved() {
        List<GroupLag> lags = GroupLag.of(GROUP, Map.of(FIRST, end(90, 100)));

        assertThat(lags.get(0).lag()).isEqualTo(10);
    }

    @Test
    void shouldDescribeAGroupAsJson() {
        List<GroupLag> lags = GroupLag.of(GROUP, Map.of(FIRST, end(0, 100)));

        assertThat(Json.text(GroupDescribe.json(GROUP, lags)))
                .isEqualTo(
                        "{\"group\":\"billing\",\"state\":\"stable\",\"coordinator\":2,"
                                + "\"members\":[{\"memberId\":\"m-1\",\"staticId\":\"\",\"clientId\":\"thalweg-java\","
                                + "\"host\":\"127.0.0.1\",\"memberEpoch\":4,"
                                + "\"partitions\":[{\"topic\":\"orders\",\"partition\":1}]}],"
                                + "\"partitions\":["
                                + "{\"topic\":\"orders\",\"partition\":0,\"committed\":70,\"highWatermark\":100,\"lag\":30,\"member\":null},"
                                + "{\"topic\":\"orders\",\"partition\":1,\"committed\":null,\"highWatermark\":null,\"lag\":null,\"member\":\"m-1\"}]}");
    }

    @Test
    void shouldShowAPlanOfAResetInOrder() {
        var plan = new OffsetPlan("billing", Map.of(FIRST, 70L), Map.of(SECOND, 20L, FIRST, 0L));

        assertThat(GroupReset.table(plan)).isEqualTo("""
                        TOPIC   PARTITION  FROM  TO
                        orders          0    70   0
                        orders          1     -  20
                        """);
        assertThat(Json.text(GroupReset.json(plan, false)))
                .isEqualTo("{\"group\":\"billing\",\"applied\":false,\"partitions\":["
                        + "{\"topic\":\"orders\",\"partition\":0,\"from\":70,\"to\":0},"
                        + "{\"topic\":\"orders\",\"partition\":1,\"from\":null,\"to\":20}]}");
    }
}
