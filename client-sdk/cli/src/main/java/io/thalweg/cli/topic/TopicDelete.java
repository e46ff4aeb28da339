package io.thalweg.cli.topic;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thalweg topic delete}. */
@Command(name = "delete", description = "Delete a topic and all its records.")
final class TopicDelete implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME", description = "the topic")
    private String name = "";

    TopicDelete(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("topic-delete")) {
            cluster.await(client.admin().deleteTopic(name));
            output.print(
                    terminal, () -> Json.object("name", name, "deleted", true), () -> "topic " + name + " deleted\n");
        }
        return 0;
    }
}
