package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.DurationConverter;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.partition.MoveView;
import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Progress;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.admin.reassignment.DecommissionProgress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg broker decommission}. */
@Command(
        name = "decommission",
        description = {
            "Take a broker out of the cluster for good: move all its replicas to other brokers, then remove it.",
            "Run it again to go on after it was interrupted. A voter has to lose its vote first."
        })
final class BrokerDecommission implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Terminal terminal;
    private final Set<String> warned = new LinkedHashSet<>();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the broker's id")
    private int id;

    @Option(names = "--dry-run", description = "show what would move and do nothing")
    private boolean dryRun;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "10",
            description = "partitions that may be on their way off the broker at a time (default: 10)")
    private int parallel;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "how long to wait until the broker is removed (default: as long as it takes)")
    private @Nullable Duration wait;

    BrokerDecommission(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (parallel < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--parallel must be 1 or more.");
        }
        try (var client = cluster.connect("broker-decommission")) {
            Admin admin = client.admin();
            BrokerView.find(cluster.await(admin.describeCluster()), id);
            DecommissionProgress plan = refusing(() -> cluster.await(admin.planDecommission(id)), id);
            warn(plan.warnings());
            if (dryRun) {
                output.print(terminal, () -> json(id, plan, false), () -> text(id, plan));
            } else {
                decommission(admin, plan.replicasLeft());
                output.print(
                        terminal,
                        () -> json(id, plan, true),
                        () -> "broker " + id + " is out of the cluster; " + plan.replicasLeft() + " replicas moved\n");
            }
        }
        return 0;
    }

    private void decommission(Admin admin, int replicas) {
        long begin = System.nanoTime();
        try (Progress progress = terminal.progress("decommission broker " + id, replicas)) {
            int left = replicas;
            for (DecommissionProgress step = step(admin); step != null && !step.removed(); step = step(admin)) {
                warn(step.warnings());
                if (wait != null && System.nanoTime() - begin > wait.toNanos()) {
                    throw tooLong(step, wait);
                }
                // A call waits for progress itself; without any there is no hurry.
                if (step.replicasLeft() == left) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                left = step.replicasLeft();
                progress.to(replicas - left);
            }
        }
    }

    /** The next step; null if the broker is gone, which an answer that got lost may have said. */
    private @Nullable DecommissionProgress step(Admin admin) {
        try {
            return refusing(() -> cluster.await(admin.decommissionBroker(id, parallel)), id);
        } catch (ThalwegException e) {
            if (!e.outcomeUnknown()) {
                throw e;
            }
            boolean there =
                    cluster.await(admin.describeCluster()).brokers().stream().anyMatch(broker -> broker.id() == id);
            return there ? refusing(() -> cluster.await(admin.planDecommission(id)), id) : null;
        }
    }

    private static DecommissionProgress refusing(Supplier<DecommissionProgress> call, int id) {
        try {
            return call.get();
        } catch (ThalwegException e) {
            if (e.reason() != ErrorReason.BROKER_IN_USE) {
                throw e;
            }
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    e.reason().name(),
                    String.valueOf(e.getMessage()),
                    "`thalweg cluster voters remove " + id + "`, or `thalweg cluster voters replace " + id
                            + " --with ID`; then run this again",
                    e.details());
        }
    }

    private CommandFailure tooLong(DecommissionProgress step, Duration longest) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "TIMED_OUT",
                "broker " + id + " still has " + step.replicasLeft() + " replicas after " + longest.toMillis() + " ms",
                "it keeps draining and what moves goes on: run this again to go on; `thalweg partition reassignments`"
                        + " shows what is waited for",
                Map.of(
                        "broker", Integer.toString(id),
                        "replicas", Integer.toString(step.replicasLeft()),
                        "moving", Integer.toString(step.moving())));
    }

    private void warn(List<String> warnings) {
        if (!output.json()) {
            warnings.stream()
                    .filter(warned::add)
                    .forEach(warning -> terminal.err().println("note: " + warning));
        }
    }

    static Object json(int broker, DecommissionProgress plan, boolean removed) {
        return Json.object(
                "broker",
                broker,
                "removed",
                removed,
                "replicas",
                plan.replicasLeft(),
                "moving",
                plan.moving(),
                "moves",
                plan.moves().stream().map(MoveView::json).toList(),
                "warnings",
                plan.warnings());
    }

    static String text(int broker, DecommissionProgress plan) {
        String summary = "broker %d has %d replicas; %d are on their way off it, %d would be moved\n"
                .formatted(
                        broker, plan.replicasLeft(), plan.moving(), plan.moves().size());
        return plan.moves().isEmpty() ? summary : MoveView.table(plan.moves()) + summary;
    }
}
