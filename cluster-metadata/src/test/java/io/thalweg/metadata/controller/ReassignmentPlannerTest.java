package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReassignmentPlannerTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(5);
    private final Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

    private ReassignmentPlan plan(int... replicas) {
        List<BrokerId> wanted = IntStream.of(replicas).mapToObj(BrokerId::new).toList();
        return ReassignmentPlanner.plan(cluster.image(), cluster.now(partition), wanted);
    }

    private static ReassignmentPlan.Planned planned(ReassignmentPlan plan) {
        return plan.fold(outcome -> outcome, rejection -> {
            throw new AssertionError(rejection.message());
        });
    }

    private static CommandReply.Rejected refused(ReassignmentPlan plan) {
        return plan.fold(
                outcome -> {
                    throw new AssertionError("planned: " + outcome);
                },
                rejection -> rejection);
    }

    private static void assertRefused(ReassignmentPlan plan, RejectionReason reason, String message) {
        assertThat(refused(plan).reason()).isEqualTo(reason);
        assertThat(refused(plan).message()).contains(message);
    }

    private void drain(int broker) {
        cluster.accept(new Command.DrainBroker(new BrokerId(broker), true));
    }

    @Test
    void shouldPlanWhatTheStateMachineTakes() {
        ReassignmentPlan.Planned plan = planned(plan(1, 2, 4));

        assertThat(plan.warnings()).isEmpty();
        CommandReply.Accepted reply = cluster.accept(plan.command(1));
        assertThat(reply.items()).allMatch(item -> item.accepted());
        assertThat(cluster.now(partition).replicas())
                .containsExactly(new BrokerId(1), new BrokerId(2), new BrokerId(4), new BrokerId(3));
    }

    @Test
    void shouldFindNothingToDoWhereAllIsSoOrOnItsWay() {
        assertThat(planned(plan(1, 2, 3)).moves()).isEmpty();
        cluster.accept(planned(plan(1, 2, 4)).command(1));

        assertThat(planned(plan(1, 2, 4)).moves()).isEmpty();
    }

    @Test
    void shouldRefuseAListThatIsNone() {
        assertRefused(plan(), RejectionReason.INVALID_REQUEST, "1 to 15 replicas, not 0");
        assertRefused(plan(1, 2, 1), RejectionReason.INVALID_REQUEST, "broker 1 is named twice");
        assertRefused(plan(4), RejectionReason.INVALID_REQUEST, "min.insync.replicas is 2");
    }

    @Test
    void shouldRefuseABrokerThatCouldNotTakeTheReplica() {
        assertRefused(plan(1, 2, 9), RejectionReason.BROKER_NOT_FOUND, "the brokers are 1, 2, 3, 4, 5");
        cluster.fence(4);
        drain(5);

        assertRefused(plan(1, 2, 4), RejectionReason.BROKER_NOT_USABLE, "broker 4 is fenced");
        assertRefused(plan(1, 2, 5), RejectionReason.BROKER_NOT_USABLE, "broker 5 drains");
        assertThat(refused(plan(1, 2, 5)).details())
                .containsEntry("broker", "5")
                .containsEntry("topic", "t")
                .containsEntry("partition", "0");
    }

    @Test
    void shouldRefuseASecondMoveAndSayWhatTheFirstIs() {
        cluster.accept(planned(plan(1, 2, 4)).command(1));

        assertRefused(
                plan(1, 2, 5),
                RejectionReason.REASSIGNMENT_IN_PROGRESS,
                "t-0 is being moved from [1, 2, 3] to [1, 2, 4]: wait for that, or cancel it");
    }

    @Test
    void shouldSayWhatAMoveWaitsForAndChanges() {
        cluster.fence(3);

        assertThat(planned(plan(1, 3, 4, 5)).warnings())
                .containsExactly(
                        "Broker 3 stays a replica of t-0 and is not in sync now: the move ends when it is.",
                        "t-0 will have 4 replicas instead of 3.");
        cluster.fence(1, 2);
        assertThat(planned(plan(1, 2, 4)).warnings())
                .containsExactly("t-0 has no leader: its move waits until it has one.");
    }
}
