package io.thalweg.cli.local.command;

import io.thalweg.cli.local.LocalBroker;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thalweg local status}. */
@Command(name = "status", description = "Show every broker of the local cluster with its process.")
final class LocalStatus implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final LocalOptions local = new LocalOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    LocalStatus(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<LocalBroker> status = local.cluster().status();
        output.print(terminal, () -> LocalView.json(status), () -> LocalView.table(status));
        return 0;
    }
}
