package io.thalweg.cli.partition;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.recovery.PartitionRecovery;
import io.thalweg.client.api.admin.recovery.RecoveryOutcome;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg partition recover}. */
@Command(
        name = "recover",
        description = {
            "Make a leader of a partition that nobody may lead. Acknowledged records may be lost: the command shows what"
                    + " every replica has and what would be lost, and asks before it does anything.",
            "The replica with the longest log of the newest epoch leads, unless --broker names another one."
        })
final class PartitionRecover implements Callable<Integer> {
    private final Terminal terminal;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "TOPIC", description = "the topic")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "PARTITION", description = "its index")
    private int partition;

    @Option(
            names = "--broker",
            paramLabel = "ID",
            defaultValue = "0",
            description = "whose replica shall lead (default: the one that has most)")
    private int broker;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "why; recorded with the partition for good")
    private String reason = "";

    @Option(names = "--force", description = "go without replicas that do not tell what they have")
    private boolean force;

    @Option(names = "--dry-run", description = "show what would happen and do nothing")
    private boolean dryRun;

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    PartitionRecover(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (reason.isBlank() || broker < 0 || partition < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--reason must not be blank, and PARTITION and --broker must not be negative.");
        }
        PartitionRecovery wanted =
                PartitionRecovery.of(topic, partition, reason).leader(broker).forced(force);
        try (var client = cluster.connect("partition-recover")) {
            var admin = client.admin();
            RecoveryOutcome plan = cluster.await(admin.planRecovery(wanted));
            if (!output.json()) {
                terminal.print(text(topic, plan));
            }
            if (dryRun) {
                print(plan, false);
                return 0;
            }
            confirm(plan);
            RecoveryOutcome done = cluster.await(admin.recoverPartition(
                    wanted.leader(plan.leader()).at(plan.evidence().version())));
            print(done, true);
        }
        return 0;
    }

    private void confirm(RecoveryOutcome plan) {
        if (yes) {
            return;
        }
        if (!terminal.inIsTerminal()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "NOT_CONFIRMED",
                    "a recovery may lose acknowledged records and nobody is here to confirm it",
                    "look at it with --dry-run, then add --yes");
        }
        terminal.err()
                .print("Make broker %d the leader of %s partition %d? Type yes to do it: "
                        .formatted(plan.leader(), topic, partition));
        terminal.err().flush();
        if (!terminal.readLine().strip().equals("yes")) {
            throw new CommandFailure(
                    ExitCode.REFUSED, "NOT_CONFIRMED", "nothing was done", "answer yes, or give --yes");
        }
    }

    private void print(RecoveryOutcome outcome, boolean recovered) {
        output.print(
                terminal,
                () -> json(topic, outcome, recovered),
                () -> recovered
                        ? "recovered: broker %d leads %s partition %d\n".formatted(outcome.leader(), topic, partition)
                        : "nothing was done (--dry-run)\n");
    }

    static Object json(String topic, RecoveryOutcome outcome, boolean recovered) {
        return Json.object(
                "topic", topic,
                "partition", outcome.evidence().partition(),
                "recovered", recovered,
                "leader", outcome.leader(),
                "losses", outcome.losses(),
                "evidence", ReplicaView.json(outcome.evidence()).get("replicas"));
    }

    static String text(String topic, RecoveryOutcome plan) {
        var text = new StringBuilder(ReplicaView.text(topic, plan.evidence()));
        text.append("with broker %d as leader:\n".formatted(plan.leader()));
        plan.losses().forEach(loss -> text.append("  ").append(loss).append('\n'));
        return text.toString();
    }
}
