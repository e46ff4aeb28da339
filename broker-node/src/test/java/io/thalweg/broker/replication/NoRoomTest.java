package io.thalweg.broker.replication;

import static io.thalweg.broker.replication.ReplicaBench.holder;
import static io.thalweg.broker.replication.ReplicaBench.only;
import static io.thalweg.broker.replication.ReplicaBench.stamped;
import static io.thalweg.broker.replication.ReplicaBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.record.ControlRecords;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replicas whose disk is nearly full. */
final class NoRoomTest {
    private static final LeaderEpoch EPOCH = new LeaderEpoch(30);
    private static final FollowerMessage NO_ROOM = new FollowerMessage.Unfollow(EPOCH, true);

    private final ReplicaBench bench = new ReplicaBench();
    private int attempts;

    @Test
    void shouldStoreNoRecordsAndLetTheLeaderGoOnWithoutIt() {
        match();
        bench.replica.onRoom(false);

        List<ReplicaAction> refused = bench.replica.onLeaderMessage(stream(2), data(stamped(0, 30)));
        bench.time(60_000);
        List<ReplicaAction> later = bench.replica.onTick();

        assertThat(only(ReplicaAction.Append.class, refused)).isEmpty();
        assertThat(refused).contains(new ReplicaAction.SendToLeader(stream(2), NO_ROOM));
        assertThat(only(ReplicaAction.SendToLeader.class, later)).isEmpty();
    }

    @Test
    void shouldFollowAgainWhenThereIsRoom() {
        match();
        bench.replica.onRoom(false);
        bench.replica.onLeaderMessage(stream(2), data(stamped(0, 30)));

        bench.replica.onRoom(true);
        List<ReplicaAction> again = bench.replica.onTick();

        assertThat(only(ReplicaAction.SendToLeader.class, again))
                .singleElement()
                .satisfies(send -> assertThat(send.message()).isInstanceOf(FollowerMessage.Follow.class));
    }

    /** Else a cluster whose disks are all nearly full could not change its leaders. */
    @Test
    void shouldTakeTheControlRecordsOfItsLeader() {
        match();
        bench.replica.onRoom(false);
        RecordBatch start = ControlRecords.epochStart(ReplicaBench.SEED, new ControlRecords.EpochStart(2, 12), 1_000);
        start.stamp(0, 30, 1_000);

        List<ReplicaAction> taken = bench.replica.onLeaderMessage(stream(2), data(start));

        assertThat(only(ReplicaAction.Append.class, taken)).hasSize(1);
    }

    @Test
    void shouldProposeASetWithoutAFollowerThatHasNoRoom() {
        lead();

        List<ReplicaAction> actions = bench.replica.onFollowerMessage(stream(3), NO_ROOM);

        assertThat(only(ReplicaAction.ProposeHolders.class, actions))
                .singleElement()
                .satisfies(propose ->
                        assertThat(propose.proposal().holders()).containsExactlyInAnyOrder(holder(1), holder(2)));
    }

    @Test
    void shouldRefuseAppendsWhileTooFewHaveRoomAndTakeThemAgainAfterwards() {
        lead();
        bench.replica.onFollowerMessage(stream(3), NO_ROOM);
        bench.replica.onFollowerMessage(stream(2), NO_ROOM);

        List<ReplicaAction> refused = bench.append();
        bench.replica.onFollowerMessage(stream(2), follow(1));
        List<ReplicaAction> taken = bench.append();

        assertThat(only(ReplicaAction.RejectAppend.class, refused))
                .singleElement()
                .satisfies(reject -> assertThat(reject.rejection()).isEqualTo(new Rejection.NotEnoughReplicas(2, 1)));
        assertThat(only(ReplicaAction.Append.class, taken)).hasSize(1);
    }

    @Test
    void shouldHandOverToAHolderThatHasRoomWhenItHasNone() {
        lead();
        bench.replica.onFollowerMessage(stream(2), NO_ROOM);
        bench.holders(1, 3);
        bench.view(1, 30);

        List<ReplicaAction> justElected = bench.replica.onCrowded();
        bench.time(5_000);
        List<ReplicaAction> actions = bench.replica.onCrowded();

        assertThat(justElected).isEmpty();
        assertThat(only(ReplicaAction.ProposeHandOff.class, actions))
                .singleElement()
                .satisfies(action -> assertThat(action.proposal().target()).isEqualTo(holder(3)));
        assertThat(bench.replica.positions().role()).isEqualTo(ReplicaRole.LEADER);
    }

    private void match() {
        bench.view(2, 30);
        bench.replica.onLeaderConnected(stream(2));
        bench.replica.onLeaderMessage(stream(2), new LeaderMessage.Matched(EPOCH, 0, 0, 0));
    }

    private static LeaderMessage.Data data(RecordBatch... batches) {
        return new LeaderMessage.Data(EPOCH, 0, 0, List.of(batches));
    }

    /** Leads with both followers in step and its EpochStart committed. */
    private void lead() {
        bench.view(1, 30);
        bench.store();
        for (int broker : List.of(2, 3)) {
            bench.replica.onFollowerMessage(stream(broker), follow(0));
            bench.replica.onFeedRead(stream(broker), EPOCH, 0, List.of(stamped(0, 30)));
            bench.replica.onFollowerMessage(
                    stream(broker), new FollowerMessage.Ack(EPOCH, 1, 1, FollowerMessage.Ack.NO_CHAIN));
        }
    }

    private FollowerMessage.Follow follow(long logEnd) {
        long lastEpoch = logEnd > 0 ? 30 : 0;
        return new FollowerMessage.Follow(EPOCH, 0, 0, logEnd, logEnd, lastEpoch, 0, 0, ++attempts);
    }
}
