package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.BrokerDescription;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thalweg broker describe}. */
@Command(name = "describe", description = "Show one broker.")
final class BrokerDescribe implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the broker's id")
    private int id;

    BrokerDescribe(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = cluster.connect("broker-describe")) {
            BrokerDescription broker =
                    BrokerView.find(cluster.await(client.admin().describeCluster()), id);
            output.print(terminal, () -> BrokerView.json(broker), () -> BrokerView.table(List.of(broker)));
        }
        return 0;
    }
}
