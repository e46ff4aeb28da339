package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.QuorumDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg cluster voters replace}. */
@Command(
        name = "replace",
        description =
                "Give the vote of a broker to another one, or to its own new Raft folder after the old one was lost.")
final class VoterReplace implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "BROKER", description = "id of the broker whose vote ends")
    private int broker;

    @Option(
            names = "--with",
            paramLabel = "BROKER",
            description = "id of the broker that votes instead (default: the same)")
    private int successor;

    VoterReplace(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("cluster-voters")) {
            QuorumDescription quorum =
                    cluster.await(client.admin().replaceVoter(broker, successor > 0 ? successor : broker));
            output.print(terminal, () -> VoterView.json(quorum), () -> VoterView.table(quorum));
        }
        return 0;
    }
}
