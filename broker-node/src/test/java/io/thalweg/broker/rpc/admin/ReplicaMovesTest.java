package io.thalweg.broker.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.proto.v1.CancelReassignmentRequest;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.ReassignPartitionRequest;
import io.thalweg.proto.v1.ReassignPartitionResponse;
import io.thalweg.proto.v1.ReassignmentInfo;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one broker does about moves, while others change the metadata too. */
final class ReplicaMovesTest {

    private final LaggingMetadata metadata = new LaggingMetadata(5);
    private final ReplicaMoves moves =
            new ReplicaMoves(new FreshImages(metadata.view, metadata), new Proposals(metadata, metadata.view));

    @BeforeEach
    void create() {
        metadata.elsewhere(metadata.creation("orders"));
        metadata.catchUp();
    }

    private Partition partition() {
        return Objects.requireNonNull(metadata.image()
                .partition(new PartitionId(metadata.topic("orders").id(), 0)));
    }

    private static ReassignPartitionRequest.Builder request(Integer... replicas) {
        return ReassignPartitionRequest.newBuilder().setTopic("orders").addAllReplicas(List.of(replicas));
    }

    private <T> T caughtUp(CompletableFuture<T> call) {
        for (int turn = 0; turn < 12 && !call.isDone(); turn++) {
            metadata.catchUp();
        }
        return call.join();
    }

    private ReassignPartitionResponse reassign(Integer... replicas) {
        return caughtUp(moves.reassign(request(replicas).build()));
    }

    private void assertRefused(CompletableFuture<?> call, ErrorReason reason) {
        assertThatThrownBy(() -> caughtUp(call))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.failure().reason()).isEqualTo(reason));
    }

    private Command fence(int id) {
        BrokerIdentity broker = Objects.requireNonNull(metadata.image().broker(new BrokerId(id)))
                .identity();
        return new Command.FenceBrokers(List.of(broker));
    }

    @Test
    void shouldBeginAMoveOnceHoweverOftenItIsAskedFor() {
        assertThat(reassign(1, 2, 4).getChanged()).isTrue();
        ReassignPartitionResponse again = reassign(1, 2, 4);

        assertThat(again.getChanged()).isFalse();
        assertThat(again.getMove().getFromList()).containsExactly(1, 2, 3);
        assertThat(again.getMove().getToList()).containsExactly(1, 2, 4);
        assertThat(metadata.proposed.stream().filter(Command.Reassign.class::isInstance))
                .hasSize(1);
    }

    @Test
    void shouldProposeNothingForADryRun() {
        var dry = caughtUp(moves.reassign(request(1, 2, 4).setDryRun(true).build()));

        assertThat(dry.getChanged()).isTrue();
        assertThat(metadata.proposed).allMatch(Command.Barrier.class::isInstance);
    }

    @Test
    void shouldPlanAnewWhenThePartitionChangesBetweenPlanAndProposal() {
        metadata.meanwhile.add(fence(1));

        assertThat(reassign(2, 3, 4).getChanged()).isTrue();

        assertThat(partition().leader()).isEqualTo(new BrokerId(2));
        assertThat(partition().reassignment()).isNotNull();
    }

    @Test
    void shouldRefuseWhatAnotherOperatorHasJustMoved() {
        List<BrokerId> other = List.of(new BrokerId(1), new BrokerId(2), new BrokerId(5));
        metadata.meanwhile.add(new Command.Reassign(
                List.of(new ReplicaMove(partition().uid(), partition().version(), other))));

        assertRefused(moves.reassign(request(1, 2, 4).build()), ErrorReason.ERROR_REASON_REASSIGNMENT_IN_PROGRESS);
    }

    @Test
    void shouldNameWhatIsWrongWithTheRequest() {
        assertRefused(moves.reassign(request(1, 2, 9).build()), ErrorReason.ERROR_REASON_BROKER_NOT_FOUND);
        assertRefused(moves.reassign(request(1, 2, 0).build()), ErrorReason.ERROR_REASON_INVALID_REQUEST);
        assertRefused(moves.reassign(request(1, 2, 2).build()), ErrorReason.ERROR_REASON_INVALID_REQUEST);
        assertRefused(
                moves.reassign(request(1, 2, 4).setPartition(7).build()),
                ErrorReason.ERROR_REASON_PARTITION_OUT_OF_RANGE);
        assertRefused(
                moves.reassign(request(1, 2, 4).setTopic("payments").build()),
                ErrorReason.ERROR_REASON_TOPIC_NOT_FOUND);
    }

    @Test
    void shouldListWhatMovesAndTurnItBackOnce() {
        reassign(4, 2, 5);

        ReassignmentInfo found = caughtUp(moves.list()).getReassignments(0);
        assertThat(found.getMove().getTopic()).isEqualTo("orders");
        assertThat(found.getMove().getToList()).containsExactly(4, 2, 5);
        assertThat(found.getInSyncList()).containsExactly(2, 1, 3);
        assertThat(found.getLeader()).isEqualTo(1);

        CancelReassignmentRequest cancel =
                CancelReassignmentRequest.newBuilder().setTopic("orders").build();
        var cancelled = caughtUp(moves.cancel(cancel));
        assertThat(cancelled.getChanged()).isTrue();
        assertThat(cancelled.getMove().getToList()).containsExactly(1, 2, 3);
        assertThat(caughtUp(moves.cancel(cancel)).getChanged()).isFalse();
        assertThat(partition().replicas()).containsExactly(new BrokerId(1), new BrokerId(2), new BrokerId(3));
        assertThat(caughtUp(moves.list()).getReassignmentsList()).isEmpty();
    }
}
