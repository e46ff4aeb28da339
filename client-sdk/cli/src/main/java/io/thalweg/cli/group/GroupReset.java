package io.thalweg.cli.group;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.option.PositionConverter;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.group.OffsetPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg group reset}. */
@Command(
        name = "reset",
        description =
                "Show where a group's offsets would go; with --yes, move them. The group must have no members then.")
final class GroupReset implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "GROUP", description = "the group")
    private String name = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "POSITION",
            converter = PositionConverter.class,
            description = "earliest, latest, an offset, or a time such as 2026-11-22T08:00:00Z")
    private Position to = Position.earliest();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "a topic to reset; may be repeated (default: all that the group has committed offsets for)")
    private List<String> topics = new ArrayList<>();

    @Option(names = "--yes", description = "do it; without, nothing changes")
    private boolean yes;

    GroupReset(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("group-reset")) {
            OffsetPlan plan = cluster.await(client.admin().planReset(name, topics, to));
            if (yes) {
                cluster.await(client.admin().applyReset(plan));
            }
            output.print(terminal, () -> json(plan, yes), () -> table(plan));
            if (!yes && !output.json()) {
                terminal.err().println("nothing was changed; --yes applies this");
            }
        }
        return 0;
    }

    static Object json(OffsetPlan plan, boolean applied) {
        return Json.object(
                "group", plan.group(),
                "applied", applied,
                "partitions",
                        new TreeMap<>(plan.to())
                                .entrySet().stream()
                                        .map(move -> Json.object(
                                                "topic", move.getKey().topic(),
                                                "partition", move.getKey().partition(),
                                                "from", plan.from().get(move.getKey()),
                                                "to", move.getValue()))
                                        .toList());
    }

    static String table(OffsetPlan plan) {
        Table table = Table.of("TOPIC", "PARTITION", "FROM", "TO");
        new TreeMap<TopicPartition, Long>(plan.to())
                .forEach((partition, offset) -> table.row(
                        partition.topic(), partition.partition(), plan.from().get(partition), offset));
        return table.text();
    }
}
