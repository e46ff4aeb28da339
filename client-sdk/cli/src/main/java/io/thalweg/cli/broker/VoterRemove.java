package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.QuorumDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thalweg cluster voters remove}. */
@Command(name = "remove", description = "End the vote of a broker; it goes on serving.")
final class VoterRemove implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "BROKER", description = "id of a broker that votes")
    private int broker;

    VoterRemove(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("cluster-voters")) {
            QuorumDescription quorum = cluster.await(client.admin().removeVoter(broker));
            output.print(terminal, () -> VoterView.json(quorum), () -> VoterView.table(quorum));
        }
        return 0;
    }
}
