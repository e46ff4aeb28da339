package io.thalweg.cli.group;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.ListedOffset;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupMember;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thalweg group describe}. */
@Command(name = "describe", description = "Show the members of a group, its committed offsets and its lag.")
final class GroupDescribe implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "GROUP", description = "the group")
    private String name = "";

    GroupDescribe(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("group-describe")) {
            GroupDescription group = cluster.await(client.admin().describeGroup(name));
            var partitions = GroupLag.partitions(group);
            Map<TopicPartition, ListedOffset> ends = partitions.isEmpty()
                    ? Map.of()
                    : cluster.await(client.admin().listOffsets(GroupLag.ends(partitions)));
            List<GroupLag> lags = GroupLag.of(group, ends);
            output.print(terminal, () -> json(group, lags), () -> text(group, lags));
        }
        return 0;
    }

    static Object json(GroupDescription group, List<GroupLag> lags) {
        return Json.object(
                "group", group.group(),
                "state", group.state().name().toLowerCase(Locale.ROOT),
                "coordinator", group.coordinator(),
                "members", group.members().stream().map(GroupDescribe::json).toList(),
                "partitions",
                        lags.stream()
                                .map(lag -> Json.object(
                                        "topic", lag.partition().topic(),
                                        "partition", lag.partition().partition(),
                                        "committed", lag.committed(),
                                        "highWatermark", lag.highWatermark(),
                                        "lag", lag.lag(),
                                        "member", lag.member()))
                                .toList());
    }

    private static Map<String, @Nullable Object> json(GroupMember member) {
        return Json.object(
                "memberId", member.memberId(),
                "staticId", member.staticId(),
                "clientId", member.clientId(),
                "host", member.host(),
                "memberEpoch", member.memberEpoch(),
                "partitions",
                        new TreeSet<>(member.owned())
                                .stream()
                                        .map(owned ->
                                                Json.object("topic", owned.topic(), "partition", owned.partition()))
                                        .toList());
    }

    static String text(GroupDescription group, List<GroupLag> lags) {
        var text = new StringBuilder()
                .append("group ")
                .append(group.group())
                .append(": ")
                .append(group.state().name().toLowerCase(Locale.ROOT))
                .append(", coordinator broker ")
                .append(group.coordinator())
                .append('\n');
        if (!group.members().isEmpty()) {
            Table members = Table.of("MEMBER", "CLIENT", "HOST", "EPOCH", "PARTITIONS");
            group.members()
                    .forEach(member -> members.row(
                            member.memberId(),
                            member.clientId(),
                            member.host(),
                            member.memberEpoch(),
                            member.owned().size()));
            text.append(members.text());
        }
        Table table = Table.of("TOPIC", "PARTITION", "COMMITTED", "HIGH WATERMARK", "LAG", "MEMBER");
        lags.forEach(lag -> table.row(
                lag.partition().topic(),
                lag.partition().partition(),
                lag.committed(),
                lag.highWatermark(),
                lag.lag(),
                lag.member()));
        return text.append(table.text()).toString();
    }
}
