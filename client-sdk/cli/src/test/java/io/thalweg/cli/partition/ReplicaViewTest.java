package io.thalweg.cli.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.terminal.Json;
import io.thalweg.client.api.admin.recovery.PartitionReplicas;
import io.thalweg.client.api.admin.recovery.RecoveryOutcome;
import io.thalweg.client.api.admin.recovery.RecoveryRecord;
import io.thalweg.client.api.admin.recovery.ReplicaDescription;
import io.thalweg.client.api.admin.recovery.ReplicaLog;
import io.thalweg.client.api.admin.recovery.ReplicaStanding;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplicaViewTest {
    private static final PartitionReplicas PARTITION = new PartitionReplicas(
            0,
            0,
            31,
            40,
            List.of(
                    new ReplicaDescription(
                            2, true, ReplicaStanding.SUSPECT, new ReplicaLog(30, 7, 0, 90, 100, false, ""), ""),
                    new ReplicaDescription(
                            3,
                            true,
                            ReplicaStanding.OUTSIDE,
                            new ReplicaLog(28, 5, 0, 10, 40, true, "checksum at 12"),
                            ""),
                    new ReplicaDescription(1, false, ReplicaStanding.VALIDATED, null, "The broker is not active.")),
            List.of(new RecoveryRecord(12, 3, true, "fire")));

    @Test
    void shouldShowWhatEveryReplicaHas() {
        assertThat(PartitionDescribe.text("orders", List.of(PARTITION))).isEqualTo("""
                        orders partition 0: no leader, epoch 31
                        BROKER  ACTIVE  STANDING   LAST EPOCH  LOG START  HIGH WATERMARK  LOG END  STATE
                             2  yes     suspect             7          0              90      100  whole
                             3  yes     outside             5          0              10       40  stopped: checksum at 12
                             1  no      validated           -          -               -        -  The broker is not active.
                        recovered at epoch 12 with broker 3 as leader, by an operator: fire
                        """);
    }

    @Test
    void shouldTellProgramsTheSame() {
        assertThat(Json.text(PartitionDescribe.json("orders", List.of(PARTITION))))
                .isEqualTo("{\"topic\":\"orders\",\"partitions\":[{\"partition\":0,\"leader\":0,\"leaderEpoch\":31,"
                        + "\"replicas\":[{\"broker\":2,\"active\":true,\"standing\":\"suspect\",\"lastEpoch\":7,"
                        + "\"logStart\":0,\"highWatermark\":90,\"logEnd\":100,\"damaged\":false},"
                        + "{\"broker\":3,\"active\":true,\"standing\":\"outside\",\"lastEpoch\":5,\"logStart\":0,"
                        + "\"highWatermark\":10,\"logEnd\":40,\"damaged\":true,\"fault\":\"checksum at 12\"},"
                        + "{\"broker\":1,\"active\":false,\"standing\":\"validated\",\"error\":\"The broker is not active.\"}],"
                        + "\"recoveries\":[{\"epoch\":12,\"leader\":3,\"forced\":true,\"reason\":\"fire\"}]}]}");
    }

    @Test
    void shouldSayWhatARecoveryLoses() {
        var outcome = new RecoveryOutcome(PARTITION, 2, List.of("What only broker 1 has will be lost."));

        assertThat(PartitionRecover.text("orders", outcome))
                .endsWith("with broker 2 as leader:\n  What only broker 1 has will be lost.\n");
        assertThat(Json.text(PartitionRecover.json("orders", outcome, true)))
                .startsWith("{\"topic\":\"orders\",\"partition\":0,\"recovered\":true,\"leader\":2,"
                        + "\"losses\":[\"What only broker 1 has will be lost.\"],\"evidence\":[{\"broker\":2,");
    }
}
