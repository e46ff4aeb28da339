package io.thalweg.cli.broker;

import io.thalweg.cli.option.CommandGroup;
import io.thalweg.cli.terminal.Terminal;
import picocli.CommandLine;

/** Assembles {@code thalweg broker} and {@code thalweg cluster}. */
public final class BrokerCommands {
    private BrokerCommands() {}

    public static CommandLine assembleBroker(Terminal terminal) {
        return CommandGroup.of(
                "broker",
                "List, describe, drain and decommission brokers.",
                new BrokerList(terminal),
                new BrokerDescribe(terminal),
                new BrokerDrain(terminal),
                new BrokerDecommission(terminal));
    }

    private static CommandLine voters(Terminal terminal) {
        return new CommandLine(new ClusterVoters(terminal))
                .addSubcommand(new VoterAdd(terminal))
                .addSubcommand(new VoterRemove(terminal))
                .addSubcommand(new VoterReplace(terminal));
    }

    public static CommandLine assembleCluster(Terminal terminal) {
        return CommandGroup.of(
                "cluster",
                "The cluster as a whole.",
                new ClusterStatus(terminal),
                new ClusterHealth(terminal),
                voters(terminal),
                new ClusterFeatures(terminal));
    }
}
