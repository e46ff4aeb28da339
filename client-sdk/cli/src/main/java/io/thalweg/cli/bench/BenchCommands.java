package io.thalweg.cli.bench;

import io.thalweg.cli.option.CommandGroup;
import io.thalweg.cli.terminal.Terminal;
import picocli.CommandLine;

/** Assembles {@code thalweg bench}. */
public final class BenchCommands {
    private BenchCommands() {}

    public static CommandLine assemble(Terminal terminal) {
        return CommandGroup.of(
                "bench",
                "Measure throughput and latency.",
                new BenchProduce(terminal),
                new BenchConsume(terminal),
                new BenchLatency(terminal));
    }
}
