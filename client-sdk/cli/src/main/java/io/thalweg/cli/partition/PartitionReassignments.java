package io.thalweg.cli.partition;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.reassignment.ReassignmentDescription;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thalweg partition reassignments}. */
@Command(
        name = "reassignments",
        description = "List the partitions that are being moved, and what each move waits for.")
final class PartitionReassignments implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    PartitionReassignments(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("partition-reassignments")) {
            List<ReassignmentDescription> found = cluster.await(client.admin().listReassignments());
            output.print(terminal, () -> found.stream().map(MoveView::json).toList(), () -> MoveView.underWay(found));
        }
        return 0;
    }
}
