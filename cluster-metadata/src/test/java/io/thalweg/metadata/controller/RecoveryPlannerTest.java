package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.RestartKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecoveryPlannerTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);
    private final Partition partition = cluster.createTopic("orders", 2, 1, 2);

    /** Broker 1 lost its disk; broker 2 has everything and is down. */
    private void loseOneAndMissOne() {
        cluster.fence(1, 2);
        cluster.restart(1, RestartKind.LOSSY, 0);
        cluster.activate(1);
    }

    private void loseBoth() {
        loseOneAndMissOne();
        cluster.restart(2, RestartKind.LOSSY, 0);
        cluster.activate(2);
    }

    private RecoveryEvidence evidence(int broker, long lastEpoch, long highWatermark, long logEnd) {
        return new RecoveryEvidence(cluster.identity(broker), lastEpoch, 0, logEnd, highWatermark, false);
    }

    private RecoveryPlan plan(@Nullable BrokerId chosen, boolean force, RecoveryEvidence... evidence) {
        RecoveryRequest request = new RecoveryRequest(List.of(evidence), chosen, force, "disks lost");
        return RecoveryPlanner.plan(cluster.image(), cluster.now(partition), request);
    }

    private static RecoveryPlan.Planned planned(RecoveryPlan plan) {
        assertThat(plan).isInstanceOf(RecoveryPlan.Planned.class);
        return (RecoveryPlan.Planned) plan;
    }

    private static CommandReply.Rejected refused(RecoveryPlan plan) {
        assertThat(plan).isInstanceOf(RecoveryPlan.Refused.class);
        return ((RecoveryPlan.Refused) plan).rejection();
    }

    @Test
    void shouldRefuseWhileSomebodyLeads() {
        assertThat(refused(plan(null, true, evidence(1, 5, 10, 10))).reason())
                .isEqualTo(RejectionReason.RECOVERY_NOT_NEEDED);
    }

    @Test
    void shouldWantEvidenceOfAHolderThatIsDownUnlessForced() {
        loseOneAndMissOne();

        CommandReply.Rejected rejection = refused(plan(null, false, evidence(1, 5, 10, 10)));
        assertThat(rejection.reason()).isEqualTo(RejectionReason.WOULD_LOSE_DATA);
        assertThat(rejection.details()).containsEntry("missing", "2");

        assertThat(planned(plan(null, true, evidence(1, 5, 10, 10))).losses())
                .singleElement()
                .asString()
                .contains("Broker 2 has every acknowledged record and is not running");
    }

    @Test
    void shouldSayWhichRecordsAreLostAndWhichMayBe() {
        loseBoth();

        RecoveryPlan.Planned plan =
                planned(plan(new BrokerId(1), false, evidence(1, 5, 0, 1_200), evidence(2, 5, 1_300, 1_351)));

        assertThat(plan.leader()).isEqualTo(new BrokerId(1));
        assertThat(plan.losses())
                .containsExactly(
                        "Records 1200..1299 were committed, as broker 2 knows, and will be lost.",
                        "Records 1300..1350, which broker 2 has, may have been acknowledged and will be lost.");
    }

    @Test
    void shouldWarnOfALaterEpochEvenIfTheChosenLogIsLonger() {
        loseBoth();

        RecoveryPlan.Planned plan =
                planned(plan(new BrokerId(1), false, evidence(1, 5, 0, 90), evidence(2, 8, 50, 80)));

        assertThat(plan.losses()).singleElement().asString().contains("leader epoch 8", "whatever their offsets");
    }

    @Test
    void shouldTakeTheBestLogAndPromiseNothingWhereNobodyHasMore() {
        loseBoth();

        RecoveryPlan.Planned plan = planned(plan(null, false, evidence(1, 5, 10, 40), evidence(2, 5, 30, 44)));

        assertThat(plan.leader()).isEqualTo(new BrokerId(2));
        assertThat(plan.losses()).singleElement().asString().startsWith("No replica has more than broker 2");
        assertThat(cluster.apply(plan.command()).accepted()).isTrue();
    }

    @Test
    void shouldSayWhatADamagedReplicaMeansAndThatAnEmptyLogBeginsAnew() {
        loseBoth();
        RecoveryEvidence damaged = new RecoveryEvidence(cluster.identity(2), 5, 0, 10, 10, true);

        assertThat(planned(plan(null, false, evidence(1, 0, 0, 0), damaged)).losses())
                .hasSize(4)
                .anySatisfy(loss -> assertThat(loss).contains("damaged"))
                .anySatisfy(loss -> assertThat(loss).contains("begins anew"));
    }
}
