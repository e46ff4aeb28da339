package io.thalweg.broker.replication;

import static io.thalweg.broker.replication.ReplicaBench.only;
import static io.thalweg.broker.replication.ReplicaBench.stamped;
import static io.thalweg.broker.replication.ReplicaBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FollowerStatesTest {
    private static final LeaderEpoch EPOCH = new LeaderEpoch(30);

    private final ReplicaBench bench = new ReplicaBench();

    @BeforeEach
    void followBrokerTwo() {
        bench.view(2, 30);
        bench.replica.onLeaderConnected(stream(2));
    }

    @Test
    void shouldAskForALinkAndSayWhereItsLogEnds() {
        ReplicaBench other = new ReplicaBench();

        List<ReplicaAction> idle = other.view(2, 30);
        List<ReplicaAction> linked = other.replica.onLeaderConnected(stream(2));

        assertThat(idle).contains(new ReplicaAction.RequestLink(new BrokerId(2), Lane.HOT));
        assertThat(linked)
                .containsExactly(new ReplicaAction.SendToLeader(
                        stream(2), new FollowerMessage.Follow(EPOCH, 0, 0, 0, 0, 0, 0, 0, 1)));
    }

    @Test
    void shouldTakeNothingButAnAnswerBeforeItIsMatched() {
        bench.replica.onLeaderMessage(stream(2), new LeaderMessage.Mark(EPOCH, 0, 9));
        bench.replica.onLeaderMessage(stream(2), data(0, stamped(0, 30)));

        assertThat(bench.replica.positions().logEnd()).isZero();
        assertThat(bench.replica.positions().highWatermark()).isZero();
    }

    @Test
    void shouldKeepTheHighWatermarkAtOrBelowItsLogEnd() {
        match();

        bench.replica.onLeaderMessage(
                stream(2), new LeaderMessage.Data(EPOCH, 0, 50, List.of(stamped(0, 30), stamped(1, 30))));

        assertThat(bench.replica.positions().highWatermark()).isEqualTo(2);
    }

    @Test
    void shouldAcknowledgeWhenTheDiskHasIt() {
        match();
        bench.replica.onLeaderMessage(stream(2), data(0, stamped(0, 30)));

        List<ReplicaAction> written = bench.replica.onWritten(1);
        List<ReplicaAction> synced = bench.replica.onSynced(1);

        assertThat(only(ReplicaAction.SendToLeader.class, written)).isEmpty();
        assertThat(only(ReplicaAction.SendToLeader.class, synced)).hasSize(1);
    }

    @Test
    void shouldStoreNothingOfDataThatDoesNotFit() {
        match();

        List<ReplicaAction> gap = bench.replica.onLeaderMessage(stream(2), data(0, stamped(0, 30), stamped(2, 30)));

        assertThat(only(ReplicaAction.Append.class, gap)).isEmpty();
        assertThat(gap).contains(new ReplicaAction.SendToLeader(stream(2), new FollowerMessage.Unfollow(EPOCH)));
    }

    @Test
    void shouldRefuseBatchesOfAnEpochAboveTheLeaders() {
        match();

        List<ReplicaAction> actions = bench.replica.onLeaderMessage(stream(2), data(0, stamped(0, 31)));

        assertThat(only(ReplicaAction.Append.class, actions)).isEmpty();
    }

    @Test
    void shouldDropMessagesOfAnotherEpochOrStream() {
        match();

        bench.replica.onLeaderMessage(
                stream(2), new LeaderMessage.Data(new LeaderEpoch(29), 0, 0, List.of(stamped(0, 29))));
        bench.replica.onLeaderMessage(stream(3), data(0, stamped(0, 30)));

        assertThat(bench.replica.positions().logEnd()).isZero();
    }

    @Test
    void shouldCutWhereItsHistoryPartsFromTheNewLeaders() {
        match();
        bench.replica.onLeaderMessage(stream(2), data(1, stamped(0, 30), stamped(1, 30), stamped(2, 30)));
        bench.store();
        followBrokerThree();

        List<ReplicaAction> actions = bench.replica.onLeaderMessage(
                stream(3),
                new LeaderMessage.Diverged(new LeaderEpoch(40), List.of(new EpochMark(30, 0, 0)), 2, 0, 5, 5));

        assertThat(only(ReplicaAction.Truncate.class, actions)).containsExactly(new ReplicaAction.Truncate(2));
        assertThat(only(ReplicaAction.SendToLeader.class, actions))
                .singleElement()
                .satisfies(send -> assertThat(((FollowerMessage.Follow) send.message()).logEnd())
                        .isEqualTo(2));
    }

    @Test
    void shouldStopRatherThanCutBelowItsHighWatermark() {
        match();
        bench.replica.onLeaderMessage(stream(2), data(3, stamped(0, 30), stamped(1, 30), stamped(2, 30)));
        bench.store();
        followBrokerThree();

        List<ReplicaAction> actions = bench.replica.onLeaderMessage(
                stream(3),
                new LeaderMessage.Diverged(new LeaderEpoch(40), List.of(new EpochMark(30, 0, 0)), 2, 0, 5, 5));

        assertThat(only(ReplicaAction.Truncate.class, actions)).isEmpty();
        assertThat(only(ReplicaAction.StopReplica.class, actions)).hasSize(1);
        assertThat(bench.replica.positions().role()).isEqualTo(ReplicaRole.STOPPED);
    }

    @Test
    void shouldBeginAtTheLeadersLogStartWhenItsOwnLogEndsBelow() {
        EpochMark atStart = new EpochMark(29, 100, 77);

        List<ReplicaAction> actions = bench.replica.onLeaderMessage(
                stream(2),
                new LeaderMessage.Reset(EPOCH, ResetCause.BELOW_LOG_START, 0, 100, atStart, ProducerRows.NONE));

        assertThat(actions).contains(new ReplicaAction.ResetLog(100, atStart));
        assertThat(bench.replica.positions().logStart()).isEqualTo(100);
        assertThat(bench.replica.positions().logEnd()).isEqualTo(100);
    }

    @Test
    void shouldAskForAnotherLinkWhenTheStreamBreaks() {
        match();

        List<ReplicaAction> actions = bench.replica.onLeaderGone(stream(2));

        assertThat(actions).contains(new ReplicaAction.RequestLink(new BrokerId(2), Lane.HOT));
        assertThat(bench.replica.positions().readable()).isFalse();
    }

    private void match() {
        bench.replica.onLeaderMessage(stream(2), new LeaderMessage.Matched(EPOCH, 0, 0, 0));
    }

    private void followBrokerThree() {
        bench.view(3, 40);
        bench.replica.onLeaderConnected(stream(3));
    }

    private static LeaderMessage.Data data(long highWatermark, RecordBatch... batches) {
        return new LeaderMessage.Data(EPOCH, 0, highWatermark, List.of(batches));
    }
}
