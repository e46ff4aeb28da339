package io.thalweg.cli.topic;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.admin.TopicDescription;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thalweg topic describe}. */
@Command(
        name = "describe",
        description = "Show a topic with the leader, replicas and log positions of every partition.")
final class TopicDescribe implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME", description = "the topic")
    private String name = "";

    TopicDescribe(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("topic-describe")) {
            TopicDescription topic = cluster.await(client.admin().describeTopic(name));
            output.print(terminal, () -> json(topic), () -> text(topic));
        }
        return 0;
    }

    static Object json(TopicDescription topic) {
        return Json.object(
                "name", topic.name(),
                "topicId", topic.topicId().toString(),
                "internal", topic.internal(),
                "config", new TreeMap<>(topic.config()),
                "partitions",
                        topic.partitions().stream().map(TopicDescribe::json).toList());
    }

    private static Map<String, @Nullable Object> json(PartitionDescription partition) {
        Map<String, @Nullable Object> json = Json.object(
                "partition", partition.partition(),
                "leader", partition.leader(),
                "leaderEpoch", partition.leaderEpoch(),
                "replicas", partition.replicas(),
                "inSync", partition.inSync(),
                "recoveryEpoch", partition.recoveryEpoch(),
                "logStart", partition.positions().logStart(),
                "highWatermark", partition.positions().highWatermark(),
                "logEnd", partition.positions().logEnd());
        if (partition.positions().error() != null) {
            json.put("error", partition.positions().error());
        }
        return json;
    }

    static String text(TopicDescription topic) {
        Table table = Table.of(
                "PARTITION", "LEADER", "EPOCH", "REPLICAS", "IN SYNC", "LOG START", "HIGH WATERMARK", "LOG END");
        for (PartitionDescription partition : topic.partitions()) {
            var positions = partition.positions();
            table.row(
                    partition.partition(),
                    partition.leader() == 0 ? null : partition.leader(),
                    partition.leaderEpoch(),
                    list(partition.replicas()),
                    list(partition.inSync()),
                    known(positions.logStart()),
                    known(positions.highWatermark()),
                    known(positions.logEnd()));
        }
        String config = new TreeMap<>(topic.config())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
        return topic.name() + "  " + topic.topicId() + "\n" + (config.isEmpty() ? "" : "config  " + config + "\n")
                + table.text() + recovered(topic);
    }

    private static String recovered(TopicDescription topic) {
        return topic.partitions().stream()
                .filter(partition -> partition.recoveryEpoch() > 0)
                .map(partition -> "partition %d was recovered at epoch %d and may have lost records\n"
                        .formatted(partition.partition(), partition.recoveryEpoch()))
                .collect(Collectors.joining());
    }

    private static @Nullable Long known(long position) {
        return position < 0 ? null : position;
    }

    private static String list(List<Integer> brokers) {
        return brokers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
