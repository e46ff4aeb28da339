package io.thalweg.cli.local.command;

import io.thalweg.cli.local.LocalCluster;
import io.thalweg.cli.option.CommandGroup;
import io.thalweg.cli.terminal.Terminal;
import java.util.function.BiFunction;
import picocli.CommandLine;

/** Assembles {@code thalweg local}. */
public final class LocalCommands {
    private LocalCommands() {}

    public static CommandLine assemble(Terminal terminal) {
        CommandLine group = CommandGroup.of(
                "local",
                "A cluster of real broker processes on this machine.",
                new LocalUp(terminal),
                new LocalDown(terminal),
                new LocalStatus(terminal));
        group.addSubcommand("kill", one(terminal, LocalCluster::kill, "Kill a broker with SIGKILL, as a crash would."));
        group.addSubcommand(
                "stop", one(terminal, LocalCluster::stop, "Stop a broker; it hands over its leaders first."));
        group.addSubcommand(
                "start", one(terminal, LocalCluster::start, "Start a broker again; returns when it is ready."));
        return group;
    }

    private static CommandLine one(
            Terminal terminal,
            BiFunction<LocalCluster, Integer, io.thalweg.cli.local.LocalBroker> action,
            String description) {
        var line = new CommandLine(new LocalOne(terminal, action));
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }
}
