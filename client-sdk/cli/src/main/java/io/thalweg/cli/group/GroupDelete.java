package io.thalweg.cli.group;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thalweg group delete}. */
@Command(name = "delete", description = "Forget a group and its committed offsets; it must have no members.")
final class GroupDelete implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "GROUP", description = "the group")
    private String name = "";

    GroupDelete(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("group-delete")) {
            cluster.await(client.admin().deleteGroup(name));
            output.print(
                    terminal, () -> Json.object("group", name, "deleted", true), () -> "group " + name + " deleted\n");
        }
        return 0;
    }
}
