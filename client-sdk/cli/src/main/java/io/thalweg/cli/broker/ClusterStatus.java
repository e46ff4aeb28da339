package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.ClusterDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thalweg cluster status}. */
@Command(name = "status", description = "Show the metadata leader and every broker.")
final class ClusterStatus implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ClusterStatus(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("cluster-status")) {
            ClusterDescription description = cluster.await(client.admin().describeCluster());
            output.print(terminal, () -> json(description), () -> text(description));
        }
        return 0;
    }

    static Object json(ClusterDescription cluster) {
        return Json.object(
                "clusterId", cluster.clusterId(),
                "metadataLeader", cluster.metadataLeader(),
                "metadataIndex", cluster.metadataIndex(),
                "brokers", BrokerView.json(cluster.brokers()),
                "offlinePartitions", cluster.offlinePartitions(),
                "underReplicatedPartitions", cluster.underReplicatedPartitions());
    }

    static String text(ClusterDescription cluster) {
        String leader = cluster.metadataLeader() == 0 ? "none known" : "broker " + cluster.metadataLeader();
        return "cluster " + cluster.clusterId() + "\nmetadata leader " + leader + ", index " + cluster.metadataIndex()
                + "\n" + BrokerView.table(cluster.brokers());
    }
}
