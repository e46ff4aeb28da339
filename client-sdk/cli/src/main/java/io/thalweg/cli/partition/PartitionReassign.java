package io.thalweg.cli.partition;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.DurationConverter;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.admin.reassignment.PartitionMove;
import io.thalweg.client.api.admin.reassignment.ReassignmentOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg partition reassign}. */
@Command(
        name = "reassign",
        description = {
            "Move a partition to other brokers while it is in use, or turn such a move back.",
            "Returns when the move has begun, unless --wait; `thalweg partition reassignments` shows how far it is."
        })
final class PartitionReassign implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(200);

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
            names = "--replicas",
            paramLabel = "ID",
            split = ",",
            description = "brokers that shall have it, in order of preference: the first one leads when it can")
    private List<Integer> replicas = List.of();

    @Option(names = "--cancel", description = "turn the move back: the partition keeps the replicas from before it")
    private boolean cancel;

    @Option(names = "--dry-run", description = "check everything and change nothing")
    private boolean dryRun;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "return when the move has ended, and wait at most this long for it")
    private @Nullable Duration wait;

    PartitionReassign(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (cancel == !replicas.isEmpty() || (cancel && dryRun) || partition < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "Give either --replicas with the ids of brokers, or --cancel without --dry-run;"
                            + " PARTITION must not be negative.");
        }
        TopicPartition moved = new TopicPartition(topic, partition);
        try (var client = cluster.connect("partition-reassign")) {
            ReassignmentOutcome outcome = cluster.await(change(client.admin(), moved));
            if (!output.json()) {
                outcome.warnings().forEach(warning -> terminal.err().println("note: " + warning));
            }
            boolean ended = wait != null && !dryRun && ended(client.admin(), moved, wait);
            output.print(terminal, () -> json(outcome, ended), () -> text(outcome, ended));
        }
        return 0;
    }

    private CompletableFuture<ReassignmentOutcome> change(Admin admin, TopicPartition moved) {
        if (cancel) {
            return admin.cancelReassignment(moved);
        }
        return dryRun ? admin.planReassignment(moved, replicas) : admin.reassign(moved, replicas);
    }

    private boolean ended(Admin admin, TopicPartition moved, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (isMoving(admin, moved)) {
            if (System.nanoTime() - deadline > 0) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "TIMED_OUT",
                        moved + " is still being moved after " + longest.toMillis() + " ms",
                        "the move goes on: `thalweg partition reassignments` shows what it waits for; --cancel turns"
                                + " it back",
                        Map.of("topic", topic, "partition", Integer.toString(partition)));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }

    private boolean isMoving(Admin admin, TopicPartition moved) {
        return cluster.await(admin.listReassignments()).stream()
                .anyMatch(each -> each.move().partition().equals(moved));
    }

    private Object json(ReassignmentOutcome outcome, boolean ended) {
        Map<String, @Nullable Object> json = MoveView.json(outcome.move());
        json.put("changed", outcome.changed() && !dryRun);
        json.put("ended", ended);
        json.put("warnings", outcome.warnings());
        return json;
    }

    private String text(ReassignmentOutcome outcome, boolean ended) {
        return text(outcome, cancel, dryRun) + (ended ? outcome.move().partition() + " is not being moved now\n" : "");
    }

    static String text(ReassignmentOutcome outcome, boolean cancel, boolean dryRun) {
        PartitionMove move = outcome.move();
        String from = MoveView.brokers(move.from());
        String to = MoveView.brokers(move.to());
        if (!outcome.changed()) {
            return cancel
                    ? "%s: no move to turn back; its replicas are %s\n".formatted(move.partition(), to)
                    : "%s has the replicas %s, or is on its way there: nothing to do\n".formatted(move.partition(), to);
        }
        String verb = cancel ? "goes back" : dryRun ? "would move" : "moves";
        return "%s %s from %s to %s\n".formatted(move.partition(), verb, from, to);
    }
}
