package io.thalweg.cli;

import io.thalweg.cli.bench.BenchCommands;
import io.thalweg.cli.broker.BrokerCommands;
import io.thalweg.cli.group.GroupCommands;
import io.thalweg.cli.local.command.LocalCommands;
import io.thalweg.cli.partition.PartitionCommands;
import io.thalweg.cli.quickstart.QuickstartCommand;
import io.thalweg.cli.record.RecordCommands;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.cli.topic.TopicCommands;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A top-level command. It is built only when the arguments name it: reading the annotations of all of them would make
 * each command start slower.
 *
 * @param name as typed
 * @param description for the help of {@code thalweg} itself
 * @param factory builds it
 */
record CommandEntry(String name, String description, Function<Terminal, CommandLine> factory) {
    private static final String QUICKSTART = "quickstart";

    /** All commands in the order of the help. */
    static final List<CommandEntry> ALL = List.of(
            new CommandEntry(
                    "server", "Run a broker: server --config FILE.", terminal -> new CommandLine(CommandSpec.create())),
            new CommandEntry("local", "A cluster of real broker processes on this machine.", LocalCommands::assemble),
            new CommandEntry("topic", "Create, list, describe and delete topics.", TopicCommands::assemble),
            new CommandEntry("produce", "Send a record per line of standard input.", RecordCommands::assembleProduce),
            new CommandEntry("consume", "Print the records of a topic.", RecordCommands::assembleConsume),
            new CommandEntry("group", "List, describe, reset and delete consumer groups.", GroupCommands::assemble),
            new CommandEntry(
                    "partition",
                    "Show what replicas have; recover a partition that nobody may lead.",
                    PartitionCommands::assemble),
            new CommandEntry("broker", "List, describe and drain brokers.", BrokerCommands::assembleBroker),
            new CommandEntry("cluster", "Status and health of the cluster.", BrokerCommands::assembleCluster),
            new CommandEntry("bench", "Measure throughput and latency.", BenchCommands::assemble),
            new CommandEntry(QUICKSTART, "The proof that quickstart.sh runs.", QuickstartCommand::assemble));

    /** The whole command if the arguments name it, else one that only has a description. */
    CommandLine line(Terminal terminal, List<String> args) {
        if (args.contains(name)) {
            CommandLine line = factory.apply(terminal);
            line.getCommandSpec().usageMessage().hidden(name.equals(QUICKSTART));
            return line;
        }
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(description).hidden(name.equals(QUICKSTART));
        return new CommandLine(spec);
    }
}
