package io.thalweg.cli.partition;

import io.thalweg.cli.option.CommandGroup;
import io.thalweg.cli.terminal.Terminal;
import picocli.CommandLine;

/** Assembles {@code thalweg partition}. */
public final class PartitionCommands {
    private PartitionCommands() {}

    public static CommandLine assemble(Terminal terminal) {
        return CommandGroup.of(
                "partition",
                "Show what the replicas of partitions have, move them, and recover a partition that nobody may lead.",
                new PartitionDescribe(terminal),
                new PartitionReassign(terminal),
                new PartitionReassignments(terminal),
                new PartitionRecover(terminal),
                new PartitionQuarantine(terminal));
    }
}
