package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.QuorumDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thalweg cluster voters}. */
@Command(name = "voters", description = "Show the voters of the metadata; add, remove or replace one.")
final class ClusterVoters implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ClusterVoters(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("cluster-voters")) {
            QuorumDescription quorum = cluster.await(client.admin().describeVoters());
            output.print(terminal, () -> VoterView.json(quorum), () -> VoterView.table(quorum));
        }
        return 0;
    }
}
