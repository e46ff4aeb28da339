package io.thalweg.cli.option;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A noun and its verbs: {@code topic create}. */
public final class CommandGroup {
    private CommandGroup() {}

    /** The command {@code name}, which needs one of these sub-commands; their names are in their annotations. */
    public static CommandLine of(String name, String description, Object... commands) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        var line = new CommandLine(spec);
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        return line;
    }
}
