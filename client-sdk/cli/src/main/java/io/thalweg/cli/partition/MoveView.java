package io.thalweg.cli.partition;

import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.client.api.admin.reassignment.PartitionMove;
import io.thalweg.client.api.admin.reassignment.ReassignmentDescription;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves of replicas as the commands print them. */
public final class MoveView {
    private MoveView() {}

    /** {@code {"topic","partition","from":[],"to":[]}}. */
    public static Map<String, @Nullable Object> json(PartitionMove move) {
        return Json.object(
                "topic", move.partition().topic(),
                "partition", move.partition().partition(),
                "from", move.from(),
                "to", move.to());
    }

    /** A row per move. */
    public static String table(List<PartitionMove> moves) {
        Table table = Table.of("TOPIC", "PARTITION", "FROM", "TO");
        moves.forEach(move -> table.row(
                move.partition().topic(), move.partition().partition(), brokers(move.from()), brokers(move.to())));
        return table.text();
    }

    static Map<String, @Nullable Object> json(ReassignmentDescription reassignment) {
        Map<String, @Nullable Object> json = json(reassignment.move());
        json.put("cancelled", reassignment.cancelled());
        json.put("leader", reassignment.leader());
        json.put("inSync", reassignment.inSync());
        return json;
    }

    static String underWay(List<ReassignmentDescription> reassignments) {
        if (reassignments.isEmpty()) {
            return "no partition is being moved\n";
        }
        Table table = Table.of("TOPIC", "PARTITION", "FROM", "TO", "LEADER", "IN SYNC", "WAITS FOR", "STATE");
        reassignments.forEach(each -> table.row(
                each.move().partition().topic(),
                each.move().partition().partition(),
                brokers(each.move().from()),
                brokers(each.move().to()),
                each.leader() == 0 ? null : each.leader(),
                brokers(each.inSync()),
                brokers(missing(each)),
                each.cancelled() ? "going back" : "moving"));
        return table.text();
    }

    private static List<Integer> missing(ReassignmentDescription reassignment) {
        return reassignment.goal().stream()
                .filter(broker -> !reassignment.inSync().contains(broker))
                .toList();
    }

    static String brokers(List<Integer> ids) {
        return ids.stream().map(id -> Integer.toString(id)).collect(Collectors.joining(","));
    }
}
