package io.thalweg.broker.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.ChangeVotersResponse;
import io.thalweg.proto.v1.DecommissionBrokerRequest;
import io.thalweg.proto.v1.DecommissionBrokerResponse;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.VoterInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker goes, a step per call; what its replicas do meanwhile is done here by hand. */
@Timeout(60)
final class BrokerRemovalTest implements VoterGateway {

    private final LaggingMetadata metadata = new LaggingMetadata(4);
    private final BrokerRemoval removal = new BrokerRemoval(
            metadata.view, new FreshImages(metadata.view, metadata), new Proposals(metadata, metadata.view), this, 1);
    private int voter = 1;

    @Override
    public CompletableFuture<DescribeVotersResponse> list() {
        return CompletableFuture.completedFuture(DescribeVotersResponse.newBuilder()
                .addVoters(VoterInfo.newBuilder().setBrokerId(voter))
                .build());
    }

    @Override
    public CompletableFuture<ChangeVotersResponse> change(ChangeVotersRequest request) {
        throw new UnsupportedOperationException("no voter changes here");
    }

    private DecommissionBrokerResponse step(DecommissionBrokerRequest.Builder request) {
        CompletableFuture<DecommissionBrokerResponse> call = removal.step(request.build());
        for (int turn = 0; turn < 12 && !call.isDone(); turn++) {
            metadata.catchUp();
        }
        return call.join();
    }

    private static DecommissionBrokerRequest.Builder three() {
        return DecommissionBrokerRequest.newBuilder().setBrokerId(3).setMostMoving(2);
    }

    private void create(int topics) {
        for (int topic = 0; topic < topics; topic++) {
            metadata.elsewhere(metadata.creation("t-" + topic));
        }
        metadata.catchUp();
    }

    private List<Partition> moving() {
        return metadata.image().partitions().stream()
                .filter(partition -> partition.reassignment() != null)
                .toList();
    }

    /** The leader of each partition that moves has seen its new replica catch up. */
    private void finishMoves() {
        for (Partition partition : moving()) {
            Reassignment move = Objects.requireNonNull(partition.reassignment());
            List<Holder> holders = new ArrayList<>(partition.holders());
            move.adding().forEach(added -> holders.add(broker(added).identity().asHolder()));
            Broker leader = broker(Objects.requireNonNull(partition.leader()));
            metadata.elsewhere(new Command.ProposeHolders(
                    leader.identity(),
                    List.of(new HolderProposal(
                            partition.uid(), partition.leaderEpoch(), partition.version(), holders))));
        }
    }

    private Broker broker(BrokerId id) {
        return Objects.requireNonNull(metadata.image().broker(id));
    }

    private void assertRefused(DecommissionBrokerRequest.Builder request, ErrorReason reason, String message) {
        assertThatThrownBy(() -> step(request))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(RejectedException.class, refused -> {
                    assertThat(refused.failure().reason()).isEqualTo(reason);
                    assertThat(refused.failure().message()).contains(message);
                });
    }

    @Test
    void shouldEmptyABrokerAFewPartitionsAtATimeThenRemoveIt() {
        create(3);

        DecommissionBrokerResponse first = step(three());
        assertThat(broker(new BrokerId(3)).draining()).isTrue();
        assertThat(first.getMovesList()).hasSize(2);
        assertThat(first.getReplicasLeft()).isEqualTo(3);
        assertThat(first.getMoving()).isEqualTo(2);
        assertThat(step(three()).getMovesList()).as("two are under way").isEmpty();

        finishMoves();
        DecommissionBrokerResponse second = step(three());
        assertThat(second.getMovesList()).hasSize(1);
        assertThat(second.getReplicasLeft()).isEqualTo(1);
        assertThat(second.getRemoved()).isFalse();

        finishMoves();
        assertThat(step(three()).getRemoved()).isTrue();
        assertThat(metadata.image().broker(new BrokerId(3))).isNull();
        assertRefused(three(), ErrorReason.ERROR_REASON_BROKER_NOT_FOUND, "the brokers are 1, 2, 4");
    }

    @Test
    void shouldChangeNothingForADryRun() {
        create(3);

        DecommissionBrokerResponse plan = step(three().setDryRun(true));

        assertThat(plan.getMovesList()).hasSize(3);
        assertThat(plan.getReplicasLeft()).isEqualTo(3);
        assertThat(metadata.proposed).allMatch(Command.Barrier.class::isInstance);
    }

    @Test
    void shouldRefuseAVoterBeforeAnythingMoves() {
        create(1);
        voter = 3;

        assertRefused(three(), ErrorReason.ERROR_REASON_BROKER_IN_USE, "is a voter of the metadata");
        assertRefused(three().setDryRun(true), ErrorReason.ERROR_REASON_BROKER_IN_USE, "is a voter of the metadata");
        assertThat(metadata.proposed).allMatch(Command.Barrier.class::isInstance);
    }

    @Test
    void shouldRefuseBeforeAnythingMovesWhenTheOthersAreTooFew() {
        create(1);
        metadata.elsewhere(
                new Command.FenceBrokers(List.of(broker(new BrokerId(4)).identity())));

        assertRefused(three(), ErrorReason.ERROR_REASON_NOT_ENOUGH_BROKERS, "t-0-0 has 3 replicas");
        assertThat(broker(new BrokerId(3)).draining()).isFalse();
    }

    @Test
    void shouldGoOnWithWhatChangedBetweenPlanAndProposal() {
        create(1);
        // The drain makes the leader move, so the version that the plan names is old.
        metadata.meanwhile.add(new Command.DrainBroker(new BrokerId(3), true));
        metadata.meanwhile.add(
                new Command.FenceBrokers(List.of(broker(new BrokerId(1)).identity())));

        assertThat(step(three()).getMovesList()).isEmpty();
        assertThat(step(three()).getMovesList()).hasSize(1);
    }
}
