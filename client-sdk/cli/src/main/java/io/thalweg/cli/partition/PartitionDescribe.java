package io.thalweg.cli.partition;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.recovery.PartitionReplicas;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thalweg partition describe}. */
@Command(
        name = "describe",
        description = "Show what every replica of a partition has, or of all partitions of a topic, leader or not.")
final class PartitionDescribe implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "TOPIC", description = "the topic")
    private String topic = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PARTITION", description = "its index (default: all)")
    private @Nullable Integer partition;

    PartitionDescribe(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Integer> wanted = partition == null ? List.of() : List.of(partition);
        try (var client = cluster.connect("partition-describe")) {
            List<PartitionReplicas> found = cluster.await(client.admin().describeReplicas(topic, wanted));
            output.print(terminal, () -> json(topic, found), () -> text(topic, found));
        }
        return 0;
    }

    static Object json(String topic, List<PartitionReplicas> found) {
        return Json.object(
                "topic",
                topic,
                "partitions",
                found.stream().map(ReplicaView::json).toList());
    }

    static String text(String topic, List<PartitionReplicas> found) {
        return found.stream()
                .map(partition -> ReplicaView.text(topic, partition))
                .collect(Collectors.joining("\n"));
    }
}
