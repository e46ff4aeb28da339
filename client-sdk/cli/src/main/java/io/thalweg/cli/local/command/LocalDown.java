package io.thalweg.cli.local.command;

import io.thalweg.cli.local.LocalBroker;
import io.thalweg.cli.local.LocalCluster;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thalweg local down}. */
@Command(name = "down", description = "Stop every broker; the data stay.")
final class LocalDown implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final LocalOptions local = new LocalOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--delete", description = "then delete the folder with all data")
    private boolean delete;

    LocalDown(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LocalCluster cluster = local.cluster();
        cluster.down();
        List<LocalBroker> status = cluster.status();
        if (delete) {
            cluster.delete();
        }
        output.print(terminal, () -> LocalView.json(status), () -> LocalView.table(status));
        return 0;
    }
}
