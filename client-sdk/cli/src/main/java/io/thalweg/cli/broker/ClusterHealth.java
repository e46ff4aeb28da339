package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.BrokerDescription;
import io.thalweg.client.api.admin.BrokerState;
import io.thalweg.client.api.admin.ClusterDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thalweg cluster health}. */
@Command(name = "health", description = "Say whether all is well: exit code 0, or 5 with what is wrong.")
final class ClusterHealth implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ClusterHealth(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("cluster-health")) {
            ClusterDescription description = cluster.await(client.admin().describeCluster());
            List<String> problems = problems(description);
            output.print(terminal, () -> json(description, problems), () -> text(description, problems));
            return (problems.isEmpty() ? ExitCode.OK : ExitCode.UNHEALTHY).number();
        }
    }

    /** What is wrong, a sentence each; empty if all is well. A broker that drains on purpose is well. */
    static List<String> problems(ClusterDescription cluster) {
        List<String> problems = new ArrayList<>();
        if (cluster.metadataLeader() == 0) {
            problems.add("no metadata leader: a majority of the voters must run");
        }
        for (BrokerDescription broker : cluster.brokers()) {
            if (broker.state() == BrokerState.FENCED) {
                problems.add("broker " + broker.id() + " is not heard from (" + broker.address() + ")");
            }
        }
        if (cluster.offlinePartitions() > 0) {
            problems.add(cluster.offlinePartitions() + " partitions have no leader: "
                    + names(cluster.offline(), cluster.offlinePartitions())
                    + "; thalweg partition describe shows what their replicas have");
        }
        if (cluster.underReplicatedPartitions() > 0) {
            problems.add(cluster.underReplicatedPartitions() + " partitions have fewer in-sync replicas than replicas");
        }
        return List.copyOf(problems);
    }

    static Object json(ClusterDescription cluster, List<String> problems) {
        return Json.object(
                "healthy", problems.isEmpty(),
                "problems", problems,
                "brokers", cluster.brokers().size(),
                "activeBrokers", active(cluster),
                "offlinePartitions", cluster.offlinePartitions(),
                "underReplicatedPartitions", cluster.underReplicatedPartitions(),
                "offline", partitions(cluster.offline()),
                "recoveredPartitions", cluster.recoveredPartitions(),
                "recovered", partitions(cluster.recovered()));
    }

    private static List<Object> partitions(List<TopicPartition> partitions) {
        return partitions.stream()
                .<Object>map(each -> Json.object("topic", each.topic(), "partition", each.partition()))
                .toList();
    }

    private static String names(List<TopicPartition> first, int all) {
        String names = first.stream()
                .map(each -> each.topic() + "-" + each.partition())
                .collect(Collectors.joining(", "));
        return first.size() < all ? names + ", ..." : names;
    }

    /** What is no problem now, but worth knowing. */
    private static String note(ClusterDescription cluster) {
        return cluster.recoveredPartitions() == 0
                ? ""
                : "note: %d partitions were recovered and may have lost records: %s\n"
                        .formatted(
                                cluster.recoveredPartitions(),
                                names(cluster.recovered(), cluster.recoveredPartitions()));
    }

    private String text(ClusterDescription description, List<String> problems) {
        if (problems.isEmpty()) {
            return "healthy: " + active(description)
                    + " brokers active, every partition has a leader and all its replicas\n" + note(description);
        }
        var text = new StringBuilder("unhealthy:\n");
        problems.forEach(problem -> text.append("  ").append(problem).append('\n'));
        return text.append(note(description)).toString();
    }

    private static long active(ClusterDescription cluster) {
        return cluster.brokers().stream()
                .filter(broker -> broker.state() != BrokerState.FENCED)
                .count();
    }
}
