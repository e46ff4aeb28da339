package io.thalweg.cli.partition;

import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.client.api.admin.recovery.PartitionReplicas;
import io.thalweg.client.api.admin.recovery.RecoveryRecord;
import io.thalweg.client.api.admin.recovery.ReplicaDescription;
import io.thalweg.client.api.admin.recovery.ReplicaLog;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the replicas of a partition. */
final class ReplicaView {
    private ReplicaView() {}

    static Map<String, @Nullable Object> json(PartitionReplicas partition) {
        return Json.object(
                "partition",
                partition.partition(),
                "leader",
                partition.leader(),
                "leaderEpoch",
                partition.leaderEpoch(),
                "replicas",
                partition.replicas().stream().map(ReplicaView::json).toList(),
                "recoveries",
                partition.recoveries().stream().map(ReplicaView::json).toList());
    }

    private static Map<String, @Nullable Object> json(ReplicaDescription replica) {
        Map<String, @Nullable Object> json =
                Json.object("broker", replica.broker(), "active", replica.active(), "standing", standing(replica));
        ReplicaLog log = replica.log();
        if (log == null) {
            json.put("error", replica.error());
            return json;
        }
        json.put("lastEpoch", log.lastEpoch());
        json.put("logStart", log.logStart());
        json.put("highWatermark", log.highWatermark());
        json.put("logEnd", log.logEnd());
        json.put("damaged", log.damaged());
        if (!log.fault().isEmpty()) {
            json.put("fault", log.fault());
        }
        return json;
    }

    private static Map<String, @Nullable Object> json(RecoveryRecord recovery) {
        return Json.object(
                "epoch", recovery.epoch(),
                "leader", recovery.leader(),
                "forced", recovery.forced(),
                "reason", recovery.reason());
    }

    static String text(String topic, PartitionReplicas partition) {
        String leader = partition.leader() == 0 ? "no leader" : "leader " + partition.leader();
        var text = new StringBuilder("%s partition %d: %s, epoch %d\n"
                .formatted(topic, partition.partition(), leader, partition.leaderEpoch()));
        Table table = Table.of(
                "BROKER", "ACTIVE", "STANDING", "LAST EPOCH", "LOG START", "HIGH WATERMARK", "LOG END", "STATE");
        partition.replicas().forEach(replica -> row(table, replica));
        text.append(table.text());
        for (RecoveryRecord recovery : partition.recoveries()) {
            text.append("recovered at epoch %d with broker %d as leader, %s\n"
                    .formatted(
                            recovery.epoch(),
                            recovery.leader(),
                            recovery.forced() ? "by an operator: " + recovery.reason() : "by the cluster itself"));
        }
        return text.toString();
    }

    private static void row(Table table, ReplicaDescription replica) {
        ReplicaLog log = replica.log();
        String active = replica.active() ? "yes" : "no";
        if (log == null) {
            table.row(replica.broker(), active, standing(replica), null, null, null, null, replica.error());
        } else {
            table.row(
                    replica.broker(),
                    active,
                    standing(replica),
                    log.lastEpoch(),
                    log.logStart(),
                    log.highWatermark(),
                    log.logEnd(),
                    state(log));
        }
    }

    private static String state(ReplicaLog log) {
        if (!log.damaged()) {
            return "whole";
        }
        return log.fault().isEmpty() ? "damaged" : "stopped: " + log.fault();
    }

    private static String standing(ReplicaDescription replica) {
        return replica.standing().name().toLowerCase(Locale.ROOT);
    }
}
