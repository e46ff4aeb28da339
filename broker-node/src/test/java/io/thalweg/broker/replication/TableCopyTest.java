package io.thalweg.broker.replication;

import static io.thalweg.broker.replication.ReplicaBench.only;
import static io.thalweg.broker.replication.ReplicaBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a follower below the log start gets the producer table, seen from both ends. */
final class TableCopyTest {
    private static final LeaderEpoch EPOCH = new LeaderEpoch(30);
    private static final PeerStream BULK = stream(2, Lane.BULK);
    private static final EpochMark AT_START = new EpochMark(29, 100, 77);
    private static final int PRODUCERS = 20;

    private final ReplicaBench bench =
            new ReplicaBench(new ReplicationSettings(10_000, 500, 100, 1_000, 100, 1 << 20, 150, 1 << 10, 1 << 20));

    @Test
    void shouldSendEveryProducerOnceInBoundedPieces() {
        // given
        leadWithProducers();
        List<byte[]> rows = new ArrayList<>();

        // when
        ProducerRows piece =
                reset(bench.replica.onFollowerMessage(BULK, follow(1))).producerRows();
        int pieces = 1;
        while (!piece.last()) {
            rows.addAll(piece.rows());
            piece = table(bench.replica.onFollowerMessage(BULK, ask(logStart(), piece.next())))
                    .producerRows();
            pieces++;
        }
        rows.addAll(piece.rows());

        // then
        assertThat(rows).hasSize(PRODUCERS).doesNotHaveDuplicates();
        assertThat(pieces).isGreaterThan(PRODUCERS / 4);
    }

    @Test
    void shouldBeginTheTableAnewWhenTheLogStartHasMoved() {
        // given
        leadWithProducers();
        long before = logStart();
        ProducerRows first =
                reset(bench.replica.onFollowerMessage(BULK, follow(1))).producerRows();

        // when
        bench.replica.onLogStart(before + 1);
        List<ReplicaAction> answer = bench.replica.onFollowerMessage(BULK, ask(before, first.next()));

        // then
        assertThat(reset(answer).logStart()).isEqualTo(before + 1);
        assertThat(reset(answer).producerRows().from()).isEqualTo(ProducerRows.FIRST);
    }

    @Test
    void shouldKeepItsLogUntilTheTableIsWholeAndThenReplaceBothInOneWrite() {
        // given
        List<byte[]> rows = rowsOfALeader();
        followOnTheBulkLane();

        // when
        List<ReplicaAction> begun = hear(resetWith(new ProducerRows(0, rows.subList(0, 2), 3)));
        List<ReplicaAction> wrongPiece = hear(
                new LeaderMessage.Table(EPOCH, 100, new ProducerRows(9, rows.subList(2, 3), ProducerRows.NO_MORE)));
        List<ReplicaAction> whole = hear(
                new LeaderMessage.Table(EPOCH, 100, new ProducerRows(3, rows.subList(2, 4), ProducerRows.NO_MORE)));

        // then
        assertThat(begun)
                .containsExactly(new ReplicaAction.SendToLeader(BULK, new FollowerMessage.AskRows(EPOCH, 100, 3)));
        assertThat(wrongPiece).isEmpty();
        assertThat(whole).contains(new ReplicaAction.ResetLog(100, AT_START));
        assertThat(only(ReplicaAction.StoreProducer.class, whole)).hasSize(4);
        assertThat(only(ReplicaAction.SendToLeader.class, whole))
                .singleElement()
                .satisfies(sent -> assertThat(((FollowerMessage.Follow) sent.message()).logEnd())
                        .isEqualTo(100));
    }

    @Test
    void shouldForgetPiecesOfATableThatItHasToAskForAgain() {
        // given
        List<byte[]> rows = rowsOfALeader();
        followOnTheBulkLane();
        hear(resetWith(new ProducerRows(0, rows.subList(0, 2), 3)));

        // when
        bench.replica.onLeaderGone(BULK);
        bench.replica.onLeaderConnected(BULK);
        List<ReplicaAction> late = hear(
                new LeaderMessage.Table(EPOCH, 100, new ProducerRows(3, rows.subList(2, 4), ProducerRows.NO_MORE)));

        // then
        assertThat(late).isEmpty();
        assertThat(bench.replica.positions().logEnd()).isZero();
    }

    private void leadWithProducers() {
        bench.holders(1);
        bench.settings(1, true);
        bench.view(1, 30);
        for (int producer = 1; producer <= PRODUCERS; producer++) {
            bench.append(producer, 0);
        }
        bench.store();
        bench.replica.onLogStart(5);
    }

    /** Rows as they travel. */
    private static List<byte[]> rowsOfALeader() {
        TableCopyTest other = new TableCopyTest();
        other.leadWithProducers();
        List<byte[]> rows = new ArrayList<>();
        for (long producer = 1; producer <= 4; producer++) {
            List<ReplicaAction> answer = other.bench.replica.onFollowerMessage(BULK, ask(other.logStart(), producer));
            rows.add(table(answer).producerRows().rows().get(0));
        }
        return rows;
    }

    private void followOnTheBulkLane() {
        bench.view(2, 30);
        bench.replica.onLeaderConnected(stream(2));
        bench.replica.onLeaderMessage(stream(2), new LeaderMessage.Move(EPOCH, Lane.BULK));
        bench.replica.onLeaderConnected(BULK);
    }

    private List<ReplicaAction> hear(LeaderMessage message) {
        return bench.replica.onLeaderMessage(BULK, message);
    }

    private long logStart() {
        return bench.replica.positions().logStart();
    }

    private static LeaderMessage resetWith(ProducerRows rows) {
        return new LeaderMessage.Reset(EPOCH, ResetCause.BELOW_LOG_START, 0, 100, AT_START, rows);
    }

    private static FollowerMessage.Follow follow(long attempt) {
        return new FollowerMessage.Follow(EPOCH, 0, 0, 0, 0, 0, 0, 0, attempt);
    }

    private static FollowerMessage.AskRows ask(long logStart, long from) {
        return new FollowerMessage.AskRows(EPOCH, logStart, from);
    }

    private static LeaderMessage.Reset reset(List<ReplicaAction> actions) {
        return (LeaderMessage.Reset) sent(actions);
    }

    private static LeaderMessage.Table table(List<ReplicaAction> actions) {
        return (LeaderMessage.Table) sent(actions);
    }

    private static LeaderMessage sent(List<ReplicaAction> actions) {
        List<ReplicaAction.SendToFollower> sent = only(ReplicaAction.SendToFollower.class, actions);
        assertThat(sent).hasSize(1);
        return sent.get(0).message();
    }
}
