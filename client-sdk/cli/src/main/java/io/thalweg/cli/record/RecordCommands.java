package io.thalweg.cli.record;

import io.thalweg.cli.terminal.Terminal;
import picocli.CommandLine;

/** Assembles {@code thalweg produce} and {@code thalweg consume}. */
public final class RecordCommands {
    private RecordCommands() {}

    public static CommandLine assembleProduce(Terminal terminal) {
        return new CommandLine(new ProduceCommand(terminal));
    }

    public static CommandLine assembleConsume(Terminal terminal) {
        return new CommandLine(new ConsumeCommand(terminal));
    }
}
