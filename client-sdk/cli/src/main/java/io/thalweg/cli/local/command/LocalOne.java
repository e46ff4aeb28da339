package io.thalweg.cli.local.command;

import io.thalweg.cli.local.LocalBroker;
import io.thalweg.cli.local.LocalCluster;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thalweg local kill|stop|start}: one action on one broker. */
@Command
final class LocalOne implements Callable<Integer> {
    private final Terminal terminal;
    private final BiFunction<LocalCluster, Integer, LocalBroker> action;

    @Mixin
    private final LocalOptions local = new LocalOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "N", description = "the broker's id")
    private int id;

    LocalOne(Terminal terminal, BiFunction<LocalCluster, Integer, LocalBroker> action) {
        this.terminal = terminal;
        this.action = action;
    }

    @Override
    public Integer call() {
        LocalBroker broker = action.apply(local.cluster(), id);
        output.print(terminal, () -> LocalView.json(broker), () -> LocalView.table(List.of(broker)));
        return 0;
    }
}
