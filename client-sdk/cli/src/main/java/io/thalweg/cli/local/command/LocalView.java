package io.thalweg.cli.local.command;

import io.thalweg.cli.local.LocalBroker;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Local brokers as the commands print them. */
final class LocalView {
    private LocalView() {}

    static List<Map<String, @Nullable Object>> json(List<LocalBroker> brokers) {
        return brokers.stream().map(LocalView::json).toList();
    }

    static Map<String, @Nullable Object> json(LocalBroker broker) {
        return Json.object(
                "id", broker.id(),
                "pid", pid(broker),
                "state", broker.state(),
                "client", broker.client(),
                "http", broker.http());
    }

    static String table(List<LocalBroker> brokers) {
        Table table = Table.of("BROKER", "PID", "STATE", "CLIENT", "HTTP");
        brokers.forEach(broker -> table.row(broker.id(), pid(broker), broker.state(), broker.client(), broker.http()));
        return table.text();
    }

    private static @Nullable Long pid(LocalBroker broker) {
        ProcessHandle process = broker.process();
        return process == null ? null : process.pid();
    }
}
