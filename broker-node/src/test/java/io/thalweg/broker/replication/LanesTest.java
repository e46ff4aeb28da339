package io.thalweg.broker.replication;

import static io.thalweg.broker.replication.ReplicaBench.only;
import static io.thalweg.broker.replication.ReplicaBench.stamped;
import static io.thalweg.broker.replication.ReplicaBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a replica comes from the hot lane to the bulk lane and back, seen from both ends. */
final class LanesTest {
    private static final LeaderEpoch EPOCH = new LeaderEpoch(30);
    private static final PeerStream HOT = stream(2, Lane.HOT);
    private static final PeerStream BULK = stream(2, Lane.BULK);
    private static final LeaderMessage TO_BULK = new LeaderMessage.Move(EPOCH, Lane.BULK);
    private static final LeaderMessage TO_HOT = new LeaderMessage.Move(EPOCH, Lane.HOT);

    private final long batchBytes = stamped(0, 30).length();
    private final ReplicaBench bench = new ReplicaBench(
            new ReplicationSettings(10_000, 500, 100, 1_000, 100, 1 << 20, 100, 2 * batchBytes, 8 * batchBytes));
    private long attempts;

    @Test
    void shouldSendAFollowerThatIsFarBehindToTheBulkLane() {
        leadWith(20);

        assertThat(told(follow(HOT, 0))).containsExactly(TO_BULK);
        assertThat(told(follow(BULK, 0))).first().isInstanceOf(LeaderMessage.Matched.class);
    }

    @Test
    void shouldKeepAFollowerOnTheHotLaneThatIsOnlyALittleBehind() {
        leadWith(5);

        assertThat(told(follow(HOT, 0))).first().isInstanceOf(LeaderMessage.Matched.class);
    }

    @Test
    void shouldMoveAFollowerToTheHotLaneOnceItIsNear() {
        // given
        leadWith(20);
        follow(BULK, 0);

        // when
        List<LeaderMessage> told = feed(BULK, 0, bench.replica.positions().logEnd() - 1);

        // then
        assertThat(told).last().isEqualTo(TO_HOT);
        assertThat(told).filteredOn(LeaderMessage.Move.class::isInstance).hasSize(1);
    }

    @Test
    void shouldSendNothingMoreOnALaneThatAFollowerIsToLeave() {
        // given
        leadWith(20);
        follow(BULK, 0);
        long end = bench.replica.positions().logEnd();
        feed(BULK, 0, end - 1);

        // when
        List<ReplicaAction> late = bench.replica.onFeedRead(BULK, EPOCH, end - 1, List.of(stamped(end - 1, 30)));
        List<ReplicaAction> appended = bench.append();

        // then
        assertThat(only(ReplicaAction.SendToFollower.class, late)).isEmpty();
        assertThat(only(ReplicaAction.FeedFollower.class, appended)).isEmpty();
    }

    @Test
    void shouldCountTheAcknowledgementsOfAFollowerWhileItMoves() {
        // given
        leadWith(20);
        bench.store();
        follow(BULK, 0);
        long end = bench.replica.positions().logEnd();
        feed(BULK, 0, end);

        // when
        bench.holders(1, 2);
        bench.view(1, 30);
        bench.replica.onFollowerMessage(BULK, new FollowerMessage.Ack(EPOCH, end, end, FollowerMessage.Ack.NO_CHAIN));

        // then
        assertThat(bench.replica.positions().highWatermark()).isEqualTo(end);
    }

    @Test
    void shouldMoveAFollowerThatFallsFarBehindAlthoughItWaitsForCredit() {
        // given
        leadWith(1);
        follow(HOT, 0);

        // when
        List<LeaderMessage> told = List.of();
        for (int i = 0; i < 20 && told.isEmpty(); i++) {
            told = told(bench.append());
        }

        List<ReplicaAction> late = bench.replica.onFeedRead(HOT, EPOCH, 0, List.of(stamped(0, 30)));

        // then
        assertThat(told).containsExactly(TO_BULK);
        assertThat(only(ReplicaAction.SendToFollower.class, late)).isEmpty();
    }

    @Test
    void shouldNotHearAFollowThatANewerOneOvertookOnTheOtherLane() {
        // given
        leadWith(20);
        bench.store();
        long end = bench.replica.positions().logEnd();
        FollowerMessage.Follow heldUp = follow(0);
        follow(BULK, 0);
        feed(BULK, 0, end);
        bench.replica.onFollowerMessage(BULK, new FollowerMessage.Ack(EPOCH, end, end, FollowerMessage.Ack.NO_CHAIN));

        // when
        List<ReplicaAction> actions = bench.replica.onFollowerMessage(HOT, heldUp);

        // then
        assertThat(only(ReplicaAction.ReportAmnesia.class, actions)).isEmpty();
        assertThat(only(ReplicaAction.SendToFollower.class, actions)).isEmpty();
    }

    @Test
    void shouldFollowFromItsLogEndOnTheLaneThatTheLeaderNames() {
        // given
        bench.view(2, 30);
        bench.replica.onLeaderConnected(HOT);
        List<ReplicaAction> moved = bench.replica.onLeaderMessage(HOT, TO_BULK);
        bench.replica.onLeaderConnected(BULK);
        bench.replica.onLeaderMessage(BULK, new LeaderMessage.Matched(EPOCH, 0, 0, 0));
        bench.replica.onLeaderMessage(BULK, data(stamped(0, 30)));

        // when
        List<ReplicaAction> near = bench.replica.onLeaderMessage(BULK, TO_HOT);
        bench.replica.onLeaderMessage(BULK, data(stamped(1, 30)));
        List<ReplicaAction> connected = bench.replica.onLeaderConnected(HOT);

        // then
        assertThat(moved).contains(new ReplicaAction.RequestLink(new BrokerId(2), Lane.BULK));
        assertThat(near).contains(new ReplicaAction.RequestLink(new BrokerId(2), Lane.HOT));
        assertThat(only(ReplicaAction.SendToLeader.class, connected))
                .singleElement()
                .satisfies(sent -> {
                    assertThat(sent.stream()).isEqualTo(HOT);
                    assertThat(((FollowerMessage.Follow) sent.message()).logEnd())
                            .isEqualTo(1);
                });
    }

    @Test
    void shouldStayOnItsLaneWhenItsStreamBreaks() {
        // given
        bench.view(2, 30);
        bench.replica.onLeaderConnected(HOT);
        bench.replica.onLeaderMessage(HOT, TO_BULK);
        bench.replica.onLeaderConnected(BULK);
        bench.replica.onLeaderMessage(BULK, new LeaderMessage.Matched(EPOCH, 0, 0, 0));

        // when
        List<ReplicaAction> gone = bench.replica.onLeaderGone(BULK);

        // then
        assertThat(gone).contains(new ReplicaAction.RequestLink(new BrokerId(2), Lane.BULK));
    }

    /** Leads alone with so many batches, the EpochStart among them. */
    private void leadWith(int batches) {
        bench.holders(1);
        bench.settings(1, true);
        bench.view(1, 30);
        for (int i = 1; i < batches; i++) {
            bench.append();
        }
    }

    private FollowerMessage.Follow follow(long logEnd) {
        return new FollowerMessage.Follow(EPOCH, 0, 0, logEnd, logEnd, 0, 0, 0, ++attempts);
    }

    private List<ReplicaAction> follow(PeerStream stream, long logEnd) {
        return bench.replica.onFollowerMessage(stream, follow(logEnd));
    }

    /** The follower is sent batches; returns all that it was told. */
    private List<LeaderMessage> feed(PeerStream stream, long from, long end) {
        List<LeaderMessage> told = new ArrayList<>();
        for (long offset = from; offset < end; offset++) {
            told.addAll(told(bench.replica.onFeedRead(stream, EPOCH, offset, List.of(stamped(offset, 30)))));
        }
        return told;
    }

    private static List<LeaderMessage> told(List<ReplicaAction> actions) {
        return only(ReplicaAction.SendToFollower.class, actions).stream()
                .map(ReplicaAction.SendToFollower::message)
                .toList();
    }

    private static LeaderMessage.Data data(RecordBatch... batches) {
        return new LeaderMessage.Data(EPOCH, 0, 0, List.of(batches));
    }
}
