package io.thalweg.cli.topic;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.CreatedTopic;
import io.thalweg.client.api.admin.NewTopic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg topic create}. */
@Command(name = "create", description = "Create a topic; returns when all its partitions serve.")
final class TopicCreate implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME", description = "1 to 249 letters, digits, dots, underscores and dashes")
    private String name = "";

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "0", description = "default: the cluster's, 1")
    private int partitions;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "0",
            description = "copies of each partition (default: 3, or as many as there are brokers)")
    private int replicas;

    @Option(
            names = "--config",
            paramLabel = "KEY=VALUE",
            description = "a setting of the topic, as retention.ms=7d; may be repeated")
    private Map<String, String> config = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "check everything and create nothing")
    private boolean dryRun;

    TopicCreate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var topic = new NewTopic(name, partitions, replicas, config);
        try (var client = cluster.connect("topic-create")) {
            var admin = client.admin();
            CreatedTopic created = cluster.await(dryRun ? admin.validateTopic(topic) : admin.createTopic(topic));
            if (!output.json()) {
                created.warnings().forEach(warning -> terminal.err().println("note: " + warning));
            }
            output.print(
                    terminal,
                    () -> Json.object(
                            "name", name,
                            "topicId", created.topicId().toString(),
                            "partitions", created.partitions(),
                            "replicas", created.replicas(),
                            "warnings", created.warnings(),
                            "created", !dryRun),
                    () -> "topic %s %s: %d partitions, %d replicas\n"
                            .formatted(name, dryRun ? "is fine" : "created", created.partitions(), created.replicas()));
        }
        return 0;
    }
}
