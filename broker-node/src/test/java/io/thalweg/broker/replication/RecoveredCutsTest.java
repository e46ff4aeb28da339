package io.thalweg.broker.replication;

import static io.thalweg.broker.replication.ReplicaBench.only;
import static io.thalweg.broker.replication.ReplicaBench.stamped;
import static io.thalweg.broker.replication.ReplicaBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.producer.ProducerTable;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a follower does with records that the leader of a recovery lacks. It has five of epoch 30, three committed. */
final class RecoveredCutsTest {
    private static final long PRODUCED_MILLIS = 1_000_000;
    private static final LeaderEpoch EPOCH = new LeaderEpoch(40);

    private final ReplicaBench bench = new ReplicaBench();

    @Test
    void shouldCopyToQuarantineBeforeItCutsBelowItsHighWatermark() {
        // given
        haveRecords();
        follow(true);

        // when
        List<ReplicaAction> first = diverged(2, 2);

        // then
        assertThat(first).containsExactly(new ReplicaAction.Quarantine(2, 5, 40));
        assertThat(bench.replica.positions().logEnd()).isEqualTo(5);
        assertThat(bench.replica.positions().role()).isEqualTo(ReplicaRole.FOLLOWER);
    }

    @Test
    void shouldTakeTheLeadersProducersWithTheCut() {
        // given
        haveRecords();
        follow(true);
        diverged(2, 2);

        // when
        List<ReplicaAction> again = bench.replica.onQuarantined();
        List<ReplicaAction> asks = diverged(2, 2);
        List<ReplicaAction> cut = hear(new LeaderMessage.Table(EPOCH, 0, ProducerRows.NONE));

        // then
        assertThat(follows(again))
                .singleElement()
                .satisfies(follow -> assertThat(follow.logEnd()).isEqualTo(5));
        assertThat(asks)
                .containsExactly(new ReplicaAction.SendToLeader(stream(3), new FollowerMessage.AskRows(EPOCH, 0, 0)));
        assertThat(cut).contains(new ReplicaAction.RewindLog(0, 2, 30));
        assertThat(follows(cut)).singleElement().satisfies(follow -> {
            assertThat(follow.logEnd()).isEqualTo(2);
            assertThat(follow.highWatermark()).isEqualTo(2);
        });
    }

    @Test
    void shouldKeepNothingAboveTheLeadersHighWatermark() {
        haveRecords();
        follow(true);

        assertThat(diverged(2, 1)).containsExactly(new ReplicaAction.Quarantine(1, 5, 40));
    }

    @Test
    void shouldCopyWhatItCutsAboveItsHighWatermarkToo() {
        // given
        haveRecords();
        follow(true);

        // when
        List<ReplicaAction> first = diverged(4, 4);
        bench.replica.onQuarantined();
        List<ReplicaAction> second = diverged(4, 4);

        // then
        assertThat(first).containsExactly(new ReplicaAction.Quarantine(4, 5, 40));
        assertThat(second).contains(new ReplicaAction.Truncate(4));
        assertThat(bench.replica.positions().highWatermark()).isEqualTo(3);
    }

    @Test
    void shouldDropAllOfALogFromWhichMoreIsDerived() {
        // given
        bench.internal();
        haveRecords();
        follow(true);

        // when
        List<ReplicaAction> first = diverged(2, 2);
        bench.replica.onQuarantined();
        List<ReplicaAction> second = diverged(2, 2);

        // then
        assertThat(first).containsExactly(new ReplicaAction.Quarantine(0, 5, 40));
        assertThat(second).contains(new ReplicaAction.ForgetLog());
        assertThat(bench.replica.positions().logEnd()).isZero();
    }

    @Test
    void shouldCopyAllOfALogThatEndsBelowTheLeadersLogStart() {
        // given
        haveRecords();
        follow(true);
        EpochMark atStart = new EpochMark(39, 100, 77);
        LeaderMessage reset =
                new LeaderMessage.Reset(EPOCH, ResetCause.BELOW_LOG_START, 0, 100, atStart, ProducerRows.NONE);

        // when
        List<ReplicaAction> first = hear(reset);
        bench.replica.onQuarantined();
        List<ReplicaAction> second = hear(reset);

        // then
        assertThat(first).containsExactly(new ReplicaAction.Quarantine(0, 5, 40));
        assertThat(second).contains(new ReplicaAction.ResetLog(100, atStart));
    }

    @Test
    void shouldNotFollowWhileItCopiesAndGoOnWithANewLeaderAfterIt() {
        // given
        haveRecords();
        follow(true);
        diverged(2, 2);

        // when
        List<ReplicaAction> late = diverged(2, 2);
        bench.view(2, 50);
        List<ReplicaAction> connected = bench.replica.onLeaderConnected(stream(2));
        List<ReplicaAction> copied = bench.replica.onQuarantined();

        // then
        assertThat(late).isEmpty();
        assertThat(follows(connected)).isEmpty();
        assertThat(follows(copied))
                .singleElement()
                .satisfies(follow -> assertThat(follow.leaderEpoch()).isEqualTo(new LeaderEpoch(50)));
    }

    @Test
    void shouldCopyAgainForALaterRecovery() {
        // given
        haveRecords();
        follow(true);
        diverged(2, 2);
        bench.replica.onQuarantined();

        // when
        bench.recovered(2, 50);
        bench.replica.onLeaderConnected(stream(2));
        List<ReplicaAction> actions = bench.replica.onLeaderMessage(
                stream(2),
                new LeaderMessage.Diverged(new LeaderEpoch(50), List.of(new EpochMark(30, 0, 0)), 2, 0, 2, 2));

        // then
        assertThat(actions).containsExactly(new ReplicaAction.Quarantine(2, 5, 50));
    }

    @Test
    void shouldStopWithAllItsRecordsIfTheyCannotBeCopied() {
        // given
        haveRecords();
        follow(true);
        diverged(2, 2);

        // when
        List<ReplicaAction> actions = bench.replica.onQuarantineFailed("the disk is full");

        // then
        assertThat(only(ReplicaAction.StopReplica.class, actions))
                .containsExactly(new ReplicaAction.StopReplica("the disk is full"));
        assertThat(only(ReplicaAction.StoreAction.class, actions)).isEmpty();
        assertThat(bench.replica.positions().logEnd()).isEqualTo(5);
    }

    @Test
    void shouldStopIfItsHighWatermarkIsOfALaterEpochThanTheRecovery() {
        // given
        bench.recovered(2, 25);
        haveRecords();
        follow(false);

        // when
        List<ReplicaAction> actions = diverged(2, 2);

        // then
        assertThat(only(ReplicaAction.StopReplica.class, actions)).hasSize(1);
        assertThat(only(ReplicaAction.Quarantine.class, actions)).isEmpty();
    }

    @Test
    void shouldTakeAWatermarkThatALaterLeaderConfirmsForOneOfItsEpoch() {
        // given
        haveRecords();
        bench.recovered(2, 35);
        bench.replica.onLeaderConnected(stream(2));
        bench.replica.onLeaderMessage(stream(2), new LeaderMessage.Matched(new LeaderEpoch(35), 5, 0, 3));
        follow(false);

        // when
        List<ReplicaAction> actions = diverged(2, 2);

        // then
        assertThat(only(ReplicaAction.StopReplica.class, actions)).hasSize(1);
    }

    @Test
    void shouldCutWithoutACopyWhatItAppendedAfterTheRecovery() {
        // given
        bench.recovered(2, 25);
        haveRecords();
        follow(false);

        // when
        List<ReplicaAction> actions = diverged(4, 4);

        // then
        assertThat(actions).contains(new ReplicaAction.Truncate(4));
        assertThat(only(ReplicaAction.Quarantine.class, actions)).isEmpty();
    }

    @Test
    void shouldTakeProducersAnewThatItsLogNeverCaughtUpWith() {
        // given
        haveRecords();
        follow(true);
        diverged(2, 2);
        bench.replica.onQuarantined();
        diverged(2, 2);
        hear(new LeaderMessage.Table(EPOCH, 0, new ProducerRows(0, List.of(row(9, 5)), ProducerRows.NO_MORE)));

        // when
        bench.recovered(2, 50);
        bench.replica.onLeaderConnected(stream(2));
        List<ReplicaAction> matched = fromBrokerTwo(new LeaderMessage.Matched(new LeaderEpoch(50), 2, 0, 2));
        List<ReplicaAction> rows = fromBrokerTwo(new LeaderMessage.Table(new LeaderEpoch(50), 0, ProducerRows.NONE));

        // then
        assertThat(matched)
                .containsExactly(new ReplicaAction.SendToLeader(
                        stream(2), new FollowerMessage.AskRows(new LeaderEpoch(50), 0, 0)));
        assertThat(rows).contains(new ReplicaAction.RewindLog(0, 2, 30));
        assertThat(only(ReplicaAction.StoreProducer.class, rows))
                .singleElement()
                .satisfies(removed -> assertThat(removed.row().value()).isNull());
    }

    @Test
    void shouldForgetProducersThatItsLogNeverCaughtUpWithWhenItLeads() {
        // given
        haveRecords();
        follow(true);
        diverged(2, 2);
        bench.replica.onQuarantined();
        diverged(2, 2);
        hear(new LeaderMessage.Table(EPOCH, 0, new ProducerRows(0, List.of(row(9, 5)), ProducerRows.NO_MORE)));

        // when
        List<ReplicaAction> leads = bench.recovered(1, 50);

        // then
        assertThat(bench.replica.positions().role()).isEqualTo(ReplicaRole.LEADER_STARTING);
        assertThat(only(ReplicaAction.StoreProducer.class, leads))
                .singleElement()
                .satisfies(removed -> assertThat(removed.row().value()).isNull());
    }

    /** A recovery may make a replica leader whose log had just begun anew: nothing in it says how late the batches before were. */
    @Test
    void shouldAppendNothingEarlierThanItsProducersDidBeforeItsLogBegan() {
        // given
        bench.view(2, 30);
        bench.replica.onLeaderConnected(stream(2));
        ProducerRows rows = new ProducerRows(0, List.of(row(9, 99)), ProducerRows.NO_MORE);
        fromBrokerTwo(new LeaderMessage.Reset(
                new LeaderEpoch(30), ResetCause.BELOW_LOG_START, 0, 100, new EpochMark(29, 100, 77), rows));
        bench.replica.onTime(1, PRODUCED_MILLIS - 1);

        // when
        List<ReplicaAction> leads = bench.recovered(1, 50);

        // then
        assertThat(only(ReplicaAction.Append.class, leads))
                .singleElement()
                .satisfies(start -> assertThat(start.batch().appendTimeMillis()).isEqualTo(PRODUCED_MILLIS));
    }

    /** A leader's row of a producer whose only batch is at this offset. */
    private static byte[] row(long producerId, long offset) {
        ProducerTable table = new ProducerTable();
        RecordBatch batch = new BatchBuilder(ReplicaBench.SEED)
                .producer(producerId, 0, 0)
                .add(new byte[0], new byte[] {1}, 0)
                .build();
        batch.stamp(offset, 40, PRODUCED_MILLIS);
        table.appended(batch);
        table.committed(offset + 1);
        return table.rows(0, 1 << 10).rows().get(0);
    }

    private List<ReplicaAction> fromBrokerTwo(LeaderMessage message) {
        return bench.replica.onLeaderMessage(stream(2), message);
    }

    private void haveRecords() {
        bench.view(2, 30);
        bench.replica.onLeaderConnected(stream(2));
        bench.replica.onLeaderMessage(stream(2), new LeaderMessage.Matched(new LeaderEpoch(30), 0, 0, 0));
        List<RecordBatch> batches =
                List.of(stamped(0, 30), stamped(1, 30), stamped(2, 30), stamped(3, 30), stamped(4, 30));
        bench.replica.onLeaderMessage(stream(2), new LeaderMessage.Data(new LeaderEpoch(30), 0, 3, batches));
        bench.store();
    }

    /** Broker 3 leads in epoch 40, perhaps by a recovery. */
    private void follow(boolean recovered) {
        if (recovered) {
            bench.recovered(3, 40);
        } else {
            bench.view(3, 40);
        }
        bench.replica.onLeaderConnected(stream(3));
    }

    /** The leader's history parts from the replica's here. */
    private List<ReplicaAction> diverged(long epochEnd, long highWatermark) {
        return hear(new LeaderMessage.Diverged(
                EPOCH, List.of(new EpochMark(30, 0, 0)), epochEnd, 0, highWatermark, epochEnd + 1));
    }

    private List<ReplicaAction> hear(LeaderMessage message) {
        return bench.replica.onLeaderMessage(stream(3), message);
    }

    private static List<FollowerMessage.Follow> follows(List<ReplicaAction> actions) {
        return only(ReplicaAction.SendToLeader.class, actions).stream()
                .map(ReplicaAction.SendToLeader::message)
                .filter(FollowerMessage.Follow.class::isInstance)
                .map(FollowerMessage.Follow.class::cast)
                .toList();
    }
}
