package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.PartitionVersion;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.image.Succession;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReassignTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(6);
    private final Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

    private Partition now() {
        return cluster.now(partition);
    }

    private Command.Reassign move(int... replicas) {
        return new Command.Reassign(List.of(new ReplicaMove(partition.uid(), now().version(), ids(replicas))));
    }

    private Command.CancelReassign cancellation() {
        return new Command.CancelReassign(List.of(new PartitionVersion(partition.uid(), now().version())));
    }

    private ItemOutcome outcome(Command command) {
        return cluster.accept(command).items().get(0);
    }

    private void accept(Command command) {
        assertThat(outcome(command)).isEqualTo(ItemOutcome.ACCEPTED);
    }

    private void assertRefused(Command command, RejectionReason reason) {
        Partition before = now();
        assertThat(outcome(command)).isEqualTo(ItemOutcome.rejected(reason));
        assertThat(now()).isEqualTo(before);
    }

    private void propose(int... holders) {
        accept(cluster.proposal(
                partition,
                IntStream.of(holders).mapToObj(cluster::entry).toArray(io.thalweg.metadata.model.Holder[]::new)));
    }

    private void handOff(int target) {
        Partition current = now();
        cluster.accept(new Command.HandOff(
                cluster.identity(cluster.leader(partition)),
                List.of(new HandOffProposal(
                        current.uid(), current.leaderEpoch(), current.version(), cluster.identity(target)))));
    }

    private static List<BrokerId> ids(int... brokers) {
        return IntStream.of(brokers).mapToObj(BrokerId::new).toList();
    }

    private void assertMoving(int... replicas) {
        assertThat(now().reassignment()).isNotNull();
        assertThat(now().replicas()).isEqualTo(ids(replicas));
    }

    private void assertEnded(int... replicas) {
        assertThat(now().reassignment()).isNull();
        assertThat(now().replicas()).isEqualTo(ids(replicas));
        assertThat(now().version()).isEqualTo(cluster.image().index());
    }

    @Test
    void shouldBeginWithTheReplicasOfBothAndTheOldHolders() {
        accept(move(1, 2, 4));

        assertMoving(1, 2, 4, 3);
        Reassignment move = Objects.requireNonNull(now().reassignment());
        assertThat(move.adding()).isEqualTo(ids(4));
        assertThat(move.removing()).isEqualTo(ids(3));
        assertThat(cluster.holders(partition)).containsExactly(1, 2, 3);
        assertThat(now().leaderEpoch()).isEqualTo(partition.leaderEpoch());
        assertThat(cluster.changes().partitions()).containsExactly(partition.uid());
    }

    @Test
    void shouldEndWhenTheLeaderProposesTheLastReplicaOfTheGoal() {
        accept(move(1, 4, 5));
        propose(1, 2, 3, 4);
        assertMoving(1, 4, 5, 2, 3);

        propose(1, 2, 3, 4, 5);

        assertEnded(1, 4, 5);
        assertThat(cluster.holders(partition)).containsExactly(1, 4, 5);
        assertThat(cluster.leader(partition)).isEqualTo(1);
        assertThat(cluster.image().partitionsOf(new BrokerId(2))).isEmpty();
    }

    @Test
    void shouldNotEndUnderALeaderThatGoesUntilItHandsOff() {
        accept(move(4, 5, 6));
        assertThat(Succession.of(cluster.image(), now())).isNull();
        propose(1, 2, 3, 4, 5, 6);
        assertMoving(4, 5, 6, 1, 2, 3);
        assertThat(cluster.leader(partition)).isEqualTo(1);
        assertThat(Succession.of(cluster.image(), now())).isEqualTo(new Succession(new BrokerId(4), true));

        handOff(4);

        assertEnded(4, 5, 6);
        assertThat(cluster.leader(partition)).isEqualTo(4);
        assertThat(cluster.holders(partition)).containsExactly(4, 5, 6);
    }

    @Test
    void shouldEndWhenTheLeaderThatGoesDies() {
        accept(move(2, 3, 4));
        propose(1, 2, 3, 4);

        cluster.fence(1);

        assertEnded(2, 3, 4);
        assertThat(cluster.leader(partition)).isEqualTo(2);
    }

    @Test
    void shouldNotEndWhileAReplicaOfTheGoalIsFenced() {
        Partition strict = cluster.createTopic("strict", 3, 1, 2, 3);
        accept(new Command.Reassign(List.of(new ReplicaMove(strict.uid(), strict.version(), ids(1, 2, 4)))));
        cluster.fence(2);
        accept(cluster.proposal(strict, cluster.entry(1), cluster.entry(2), cluster.entry(3), cluster.entry(4)));
        assertThat(cluster.now(strict).reassignment()).isNotNull();

        cluster.activate(2);

        assertThat(cluster.now(strict).reassignment()).isNull();
        assertThat(cluster.holders(strict)).containsExactly(1, 2, 4);
    }

    @Test
    void shouldNotCountASuspectReplicaOfTheGoal() {
        accept(move(1, 2, 4));
        propose(1, 2, 3, 4);
        assertEnded(1, 2, 4);
        cluster.fence(2, 4);
        cluster.restart(4, RestartKind.LOSSY, 0);
        cluster.activate(4);
        accept(move(1, 4));

        assertMoving(1, 4, 2);
        assertThat(cluster.validated(partition)).doesNotContain(4);
    }

    @Test
    void shouldEndAtOnceWhenReplicasOnlyGoOrChangeOrder() {
        accept(move(2, 1));
        assertEnded(2, 1);
        assertThat(cluster.holders(partition)).containsExactly(2, 1);

        accept(move(1, 2));
        assertEnded(1, 2);
    }

    @Test
    void shouldChangeNothingWhenAppliedTwice() {
        Command.Reassign move = move(1, 2, 4);
        accept(move);
        Partition begun = now();
        accept(move);
        assertThat(now()).isEqualTo(begun);

        propose(1, 2, 3, 4);
        Partition ended = now();
        accept(move);
        assertThat(now()).isEqualTo(ended);
    }

    @Test
    void shouldRefuseALateCopyAfterAnotherChange() {
        Command.Reassign move = move(1, 2, 4);
        accept(move);
        accept(cancellation());
        assertRefused(move, RejectionReason.STALE_VERSION);
    }

    @Test
    void shouldRefuseASecondReassignmentBesideTheFirst() {
        accept(move(1, 2, 4));
        assertRefused(move(1, 2, 5), RejectionReason.REASSIGNMENT_IN_PROGRESS);
    }

    @Test
    void shouldRefuseReplicasThatCannotBe() {
        assertRefused(move(), RejectionReason.INVALID_REQUEST);
        assertRefused(move(1, 1), RejectionReason.INVALID_REQUEST);
        assertRefused(move(1, 9), RejectionReason.BROKER_NOT_FOUND);
        cluster.accept(new Command.DrainBroker(new BrokerId(4), true));
        assertRefused(move(1, 2, 4), RejectionReason.BROKER_NOT_READY);
    }

    @Test
    void shouldRefuseFewerReplicasThanAWriteNeeds() {
        assertRefused(move(1), RejectionReason.INVALID_REQUEST);
    }

    @Test
    void shouldLeaveReplicasOnADrainingBroker() {
        cluster.accept(new Command.DrainBroker(new BrokerId(3), true));
        accept(move(1, 3, 4));
        assertMoving(1, 3, 4, 2);
    }

    @Test
    void shouldGoBackToTheOldReplicasWhenCancelled() {
        accept(move(1, 4, 5));
        propose(1, 2, 3, 4);

        accept(cancellation());

        assertEnded(1, 2, 3);
        assertThat(cluster.holders(partition)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldGoBackOnlyWhenALeaderOfTheOldReplicasLeads() {
        accept(move(4, 5));
        propose(1, 2, 3, 4);
        handOff(4);
        assertThat(cluster.leader(partition)).isEqualTo(4);

        accept(cancellation());

        assertMoving(1, 2, 3, 4, 5);
        assertThat(Succession.of(cluster.image(), now())).isEqualTo(new Succession(new BrokerId(1), true));
        handOff(1);
        assertEnded(1, 2, 3);
    }

    @Test
    void shouldGoBackOnlyToEnoughOldHolders() {
        accept(move(4, 5));
        propose(1, 2, 3, 4);
        propose(1, 4);
        accept(cancellation());
        assertMoving(1, 2, 3, 4, 5);

        propose(1, 2, 4);

        assertEnded(1, 2, 3);
        assertThat(cluster.holders(partition)).containsExactly(1, 2);
    }

    @Test
    void shouldAcceptACancellationOfNothing() {
        Partition before = now();
        accept(cancellation());
        assertThat(now()).isEqualTo(before);
    }

    @Test
    void shouldGoBackAfterMinInsyncReplicasWasLowered() {
        accept(move(4, 5));
        propose(1, 2, 3, 4);
        propose(1, 4);
        accept(cancellation());
        assertMoving(1, 2, 3, 4, 5);

        cluster.accept(alteration(Map.of(TopicConfig.MIN_INSYNC_REPLICAS, "1")));

        assertEnded(1, 2, 3);
    }

    @Test
    void shouldRefuseMinInsyncReplicasAboveWhatIsLeftHoweverItEnds() {
        accept(move(4, 5));
        assertThat(cluster.reject(alteration(Map.of(TopicConfig.MIN_INSYNC_REPLICAS, "3"))))
                .isEqualTo(RejectionReason.INVALID_CONFIG);
    }

    private Command.AlterTopic alteration(Map<String, String> config) {
        var topic = Objects.requireNonNull(cluster.image().topic("t"));
        return new Command.AlterTopic(
                topic.id(),
                topic.version(),
                config,
                Set.of(),
                topic.partitions().size(),
                List.of());
    }

    /** Its log is deleted, but the leader may remember what it had acknowledged. */
    @Test
    void shouldBeginANewEpochBeforeARemovedReplicaCanJoinAgain() {
        accept(move(1, 2, 4));
        propose(1, 2, 3, 4);
        assertThat(now().leaderEpoch()).isEqualTo(partition.leaderEpoch());

        accept(move(1, 2, 3));

        assertThat(now().leaderEpoch().value()).isEqualTo(cluster.image().index());
        assertThat(cluster.leader(partition)).isEqualTo(1);
        assertThat(cluster.holders(partition)).containsExactly(1, 2, 4);
    }

    @Test
    void shouldDecideEachItemAlone() {
        Partition other = cluster.createTopic("other", 2, 1, 2, 3);
        ReplicaMove stale = new ReplicaMove(partition.uid(), now().version() - 1, ids(4, 5));
        ReplicaMove good = new ReplicaMove(other.uid(), other.version(), ids(1, 2, 4));

        var items = cluster.accept(new Command.Reassign(List.of(stale, good))).items();

        assertThat(items).containsExactly(ItemOutcome.rejected(RejectionReason.STALE_VERSION), ItemOutcome.ACCEPTED);
        assertThat(cluster.now(other).reassignment()).isNotNull();
    }
}
