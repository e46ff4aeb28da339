package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.ClusterDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thalweg broker list}. */
@Command(name = "list", description = "List the brokers with their state and load.")
final class BrokerList implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    BrokerList(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("broker-list")) {
            ClusterDescription description = cluster.await(client.admin().describeCluster());
            output.print(
                    terminal,
                    () -> BrokerView.json(description.brokers()),
                    () -> BrokerView.table(description.brokers()));
        }
        return 0;
    }
}
