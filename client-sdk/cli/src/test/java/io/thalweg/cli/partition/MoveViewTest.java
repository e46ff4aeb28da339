package io.thalweg.cli.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.terminal.Json;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.reassignment.PartitionMove;
import io.thalweg.client.api.admin.reassignment.ReassignmentDescription;
import io.thalweg.client.api.admin.reassignment.ReassignmentOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MoveViewTest {
    private static final PartitionMove MOVE =
            new PartitionMove(new TopicPartition("orders", 2), List.of(1, 2, 3), List.of(4, 2, 3));

    @Test
    void shouldShowWhatMovesAndWhatItWaitsFor() {
        var moving = new ReassignmentDescription(MOVE, false, 1, List.of(1, 2, 3));
        var back = new ReassignmentDescription(MOVE, true, 0, List.of(4, 2));

        assertThat(MoveView.underWay(List.of(moving, back))).isEqualTo("""
                        TOPIC   PARTITION  FROM   TO     LEADER  IN SYNC  WAITS FOR  STATE
                        orders          2  1,2,3  4,2,3       1  1,2,3    4          moving
                        orders          2  1,2,3  4,2,3       -  4,2      1,3        going back
                        """);
        assertThat(MoveView.underWay(List.of())).isEqualTo("no partition is being moved\n");
        assertThat(Json.text(MoveView.json(moving)))
                .isEqualTo("{\"topic\":\"orders\",\"partition\":2,\"from\":[1,2,3],\"to\":[4,2,3],"
                        + "\"cancelled\":false,\"leader\":1,\"inSync\":[1,2,3]}");
    }

    @Test
    void shouldSayWhatHappensInASentence() {
        var begun = new ReassignmentOutcome(MOVE, true, List.of());
        var nothing = new ReassignmentOutcome(MOVE, false, List.of());

        assertThat(PartitionReassign.text(begun, false, false)).isEqualTo("orders-2 moves from 1,2,3 to 4,2,3\n");
        assertThat(PartitionReassign.text(begun, false, true)).isEqualTo("orders-2 would move from 1,2,3 to 4,2,3\n");
        assertThat(PartitionReassign.text(begun, true, false)).isEqualTo("orders-2 goes back from 1,2,3 to 4,2,3\n");
        assertThat(PartitionReassign.text(nothing, false, false))
                .isEqualTo("orders-2 has the replicas 4,2,3, or is on its way there: nothing to do\n");
        assertThat(PartitionReassign.text(nothing, true, false))
                .isEqualTo("orders-2: no move to turn back; its replicas are 4,2,3\n");
    }
}
