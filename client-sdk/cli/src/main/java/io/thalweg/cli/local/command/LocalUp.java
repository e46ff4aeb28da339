package io.thalweg.cli.local.command;

import io.thalweg.cli.local.LocalBroker;
import io.thalweg.cli.local.LocalCluster;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thalweg local up}. */
@Command(name = "up", description = "Start the cluster, making it the first time; returns when it serves.")
final class LocalUp implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final LocalOptions local = new LocalOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--brokers", paramLabel = "N", description = "1 to 9 (default: 3)")
    private @Nullable Integer brokers;

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            description =
                    "client port of broker 1; broker 2 has 100 more, and so on; 0 finds a free one (default: 7400)")
    private @Nullable Integer basePort;

    LocalUp(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LocalCluster cluster = local.cluster();
        List<LocalBroker> status =
                cluster.up(brokers, basePort, broker -> terminal.err().println("broker " + broker.id() + " serves"));
        output.print(terminal, () -> LocalView.json(status), () -> LocalView.table(status));
        if (!output.json()) {
            terminal.err().println("use it with --bootstrap " + cluster.bootstrap());
        }
        return 0;
    }
}
