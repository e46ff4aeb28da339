package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Progress;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.ClusterDescription;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg broker drain}. */
@Command(
        name = "drain",
        description = "Move every leader away from a broker and give it no new ones; returns when it leads nothing.")
final class BrokerDrain implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the broker's id")
    private int id;

    @Option(names = "--undo", description = "let the broker lead again")
    private boolean undo;

    BrokerDrain(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("broker-drain")) {
            BrokerView.find(cluster.await(client.admin().describeCluster()), id);
            if (undo) {
                cluster.await(client.admin().undrainBroker(id));
                print(false, leaders(client));
            } else {
                drain(client);
                print(true, 0);
            }
        }
        return 0;
    }

    private void drain(ThalwegClient client) {
        int left = cluster.await(client.admin().drainBroker(id));
        int begin = left;
        long deadline = System.nanoTime() + cluster.requestTimeout().toNanos();
        try (Progress progress = terminal.progress("drain broker " + id, begin)) {
            while (left > 0) {
                if (System.nanoTime() > deadline) {
                    throw new CommandFailure(
                            ExitCode.UNREACHABLE,
                            "TIMED_OUT",
                            "broker " + id + " still leads " + left + " partitions after " + cluster.requestTimeout(),
                            "it keeps draining: look with `thalweg broker list`; a partition without another in-sync"
                                    + " replica cannot move",
                            Map.of("broker", Integer.toString(id), "leaders", Integer.toString(left)));
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                left = cluster.await(client.admin().drainBroker(id));
                progress.to(begin - left);
            }
        }
    }

    private int leaders(ThalwegClient client) {
        ClusterDescription description = cluster.await(client.admin().describeCluster());
        return BrokerView.find(description, id).leaders();
    }

    private void print(boolean draining, int leaders) {
        output.print(
                terminal,
                () -> Json.object("broker", id, "draining", draining, "leaders", leaders),
                () -> draining ? "broker " + id + " leads nothing now\n" : "broker " + id + " may lead again\n");
    }
}
