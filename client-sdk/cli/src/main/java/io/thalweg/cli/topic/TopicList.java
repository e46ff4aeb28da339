package io.thalweg.cli.topic;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.TopicSummary;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thalweg topic list}. */
@Command(name = "list", description = "List the topics in order of their names.")
final class TopicList implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--internal", description = "also those that the brokers keep for themselves")
    private boolean internal;

    TopicList(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("topic-list")) {
            List<TopicSummary> topics = cluster.await(client.admin().listTopics(internal));
            output.print(terminal, () -> json(topics), () -> table(topics));
        }
        return 0;
    }

    static Object json(List<TopicSummary> topics) {
        return topics.stream()
                .map(topic -> Json.object(
                        "name", topic.name(),
                        "topicId", topic.topicId().toString(),
                        "internal", topic.internal(),
                        "partitions", topic.partitions(),
                        "replicas", topic.replicas()))
                .toList();
    }

    static String table(List<TopicSummary> topics) {
        Table table = Table.of("NAME", "PARTITIONS", "REPLICAS");
        topics.forEach(topic -> table.row(topic.name(), topic.partitions(), topic.replicas()));
        return table.text();
    }
}
