package io.thalweg.cli.broker;

import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.client.api.admin.BrokerDescription;
import io.thalweg.client.api.admin.ClusterDescription;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brokers as the commands print them. */
final class BrokerView {
    private BrokerView() {}

    static Map<String, @Nullable Object> json(BrokerDescription broker) {
        return Json.object(
                "id", broker.id(),
                "epoch", broker.epoch(),
                "state", state(broker),
                "client", broker.address().toString(),
                "rack", broker.rack(),
                "leaders", broker.leaders(),
                "replicas", broker.replicas());
    }

    static List<Map<String, @Nullable Object>> json(List<BrokerDescription> brokers) {
        return byId(brokers).stream().map(BrokerView::json).toList();
    }

    static String table(List<BrokerDescription> brokers) {
        Table table = Table.of("BROKER", "STATE", "CLIENT", "RACK", "LEADERS", "REPLICAS", "EPOCH");
        byId(brokers)
                .forEach(broker -> table.row(
                        broker.id(),
                        state(broker),
                        broker.address().toString(),
                        broker.rack(),
                        broker.leaders(),
                        broker.replicas(),
                        broker.epoch()));
        return table.text();
    }

    static BrokerDescription find(ClusterDescription cluster, int id) {
        return cluster.brokers().stream()
                .filter(broker -> broker.id() == id)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "BROKER_NOT_FOUND",
                        "there is no broker " + id,
                        "the brokers are " + ids(cluster),
                        Map.of("broker", Integer.toString(id))));
    }

    private static String ids(ClusterDescription cluster) {
        return byId(cluster.brokers()).stream()
                .map(broker -> Integer.toString(broker.id()))
                .collect(Collectors.joining(", "));
    }

    private static List<BrokerDescription> byId(List<BrokerDescription> brokers) {
        return brokers.stream()
                .sorted(Comparator.comparingInt(BrokerDescription::id))
                .toList();
    }

    private static String state(BrokerDescription broker) {
        return broker.state().name().toLowerCase(Locale.ROOT);
    }
}
