package io.thalweg.cli.group;

import io.thalweg.cli.option.CommandGroup;
import io.thalweg.cli.terminal.Terminal;
import picocli.CommandLine;

/** Assembles {@code thalweg group}. */
public final class GroupCommands {
    private GroupCommands() {}

    public static CommandLine assemble(Terminal terminal) {
        return CommandGroup.of(
                "group",
                "List, describe, reset and delete consumer groups.",
                new GroupList(terminal),
                new GroupDescribe(terminal),
                new GroupReset(terminal),
                new GroupDelete(terminal));
    }
}
