package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.QuorumDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thalweg cluster voters add}. */
@Command(name = "add", description = "Let a broker vote; returns when it does.")
final class VoterAdd implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "BROKER", description = "id of a broker that does not vote")
    private int broker;

    VoterAdd(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("cluster-voters")) {
            QuorumDescription quorum = cluster.await(client.admin().addVoter(broker));
            output.print(terminal, () -> VoterView.json(quorum), () -> VoterView.table(quorum));
        }
        return 0;
    }
}
