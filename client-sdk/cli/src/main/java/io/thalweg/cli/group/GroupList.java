package io.thalweg.cli.group;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.group.GroupSummary;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thalweg group list}. */
@Command(name = "list", description = "List the groups in order of their names.")
final class GroupList implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    GroupList(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("group-list")) {
            List<GroupSummary> groups = cluster.await(client.admin().listGroups());
            output.print(terminal, () -> json(groups), () -> table(groups));
        }
        return 0;
    }

    static Object json(List<GroupSummary> groups) {
        return groups.stream()
                .map(group -> Json.object("group", group.group(), "state", state(group), "members", group.members()))
                .toList();
    }

    static String table(List<GroupSummary> groups) {
        Table table = Table.of("GROUP", "STATE", "MEMBERS");
        groups.forEach(group -> table.row(group.group(), state(group), group.members()));
        return table.text();
    }

    private static String state(GroupSummary group) {
        return group.state().name().toLowerCase(Locale.ROOT);
    }
}
