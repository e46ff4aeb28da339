package io.thalweg.cli.topic;

import io.thalweg.cli.option.CommandGroup;
import io.thalweg.cli.terminal.Terminal;
import picocli.CommandLine;

/** Assembles {@code thalweg topic}. */
public final class TopicCommands {
    private TopicCommands() {}

    public static CommandLine assemble(Terminal terminal) {
        return CommandGroup.of(
                "topic",
                "Create, list, describe, alter and delete topics.",
                new TopicCreate(terminal),
                new TopicList(terminal),
                new TopicDescribe(terminal),
                new TopicAlter(terminal),
                new TopicDelete(terminal));
    }
}
