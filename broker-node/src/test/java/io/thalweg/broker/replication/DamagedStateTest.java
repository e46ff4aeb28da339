package io.thalweg.broker.replication;

import static io.thalweg.broker.replication.ReplicaBench.only;
import static io.thalweg.broker.replication.ReplicaBench.stamped;
import static io.thalweg.broker.replication.ReplicaBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bench is broker 1. */
final class DamagedStateTest {
    private static final LeaderEpoch EPOCH = new LeaderEpoch(30);

    private final ReplicaBench bench = new ReplicaBench();
    private long attempts;

    @Test
    void shouldMarkTheLogBeforeItReportsTheDamage() {
        followWithThreeRecords();

        List<ReplicaAction> found = bench.replica.onDamage("bad checksum");
        List<ReplicaAction> beforeSync = tick(1_000);
        bench.store();
        List<ReplicaAction> afterSync = tick(2_000);

        assertThat(found).contains(new ReplicaAction.MarkDamaged(true));
        assertThat(only(ReplicaAction.SendToLeader.class, found))
                .extracting(ReplicaAction.SendToLeader::message)
                .containsExactly(new FollowerMessage.Unfollow(EPOCH));
        assertThat(only(ReplicaAction.ReportDamage.class, beforeSync)).isEmpty();
        assertThat(only(ReplicaAction.ReportDamage.class, afterSync)).hasSize(1);
        assertThat(bench.replica.positions().readable()).isFalse();
    }

    @Test
    void shouldRepeatTheReportUntilTheImageHasIt() {
        damaged();
        tick(1_000);

        List<ReplicaAction> again = tick(2_000);
        bench.fault(1, 31);
        List<ReplicaAction> known = bench.view(null, 32);
        List<ReplicaAction> later = tick(3_000);

        assertThat(only(ReplicaAction.ReportDamage.class, again)).hasSize(1);
        assertThat(only(ReplicaAction.ReportDamage.class, known)).isEmpty();
        assertThat(only(ReplicaAction.ReportDamage.class, later)).isEmpty();
    }

    @Test
    void shouldKeepTheBytesWhileNobodyElseLeads() {
        damaged();
        bench.fault(1, 31);

        List<ReplicaAction> actions = bench.view(null, 32);

        assertThat(only(ReplicaAction.ForgetLog.class, actions)).isEmpty();
        assertThat(bench.replica.positions().logEnd()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheBytesWhileItsEntryCounts() {
        damaged();

        List<ReplicaAction> actions = bench.view(2, 30);

        assertThat(only(ReplicaAction.ForgetLog.class, actions)).isEmpty();
    }

    @Test
    void shouldForgetTheLogAndFollowAnewOnceItsEntryDoesNotCount() {
        damaged();
        bench.fault(1, 31);

        List<ReplicaAction> actions = bench.view(2, 30);
        List<ReplicaAction> linked = bench.replica.onLeaderConnected(stream(2));

        assertThat(actions).contains(new ReplicaAction.ForgetLog());
        assertThat(only(ReplicaAction.SendToLeader.class, linked))
                .extracting(ReplicaAction.SendToLeader::message)
                .containsExactly(new FollowerMessage.Follow(EPOCH, 0, 0, 0, 0, 0, 0, 31, 2));
    }

    @Test
    void shouldLeadWithDamageAfterARecoveryThatChoseIt() {
        damaged();
        bench.fault(1, 31);
        bench.view(null, 32);

        bench.status(1, true, false);
        bench.holders(1, 2, 3);
        List<ReplicaAction> actions = bench.recovered(1, 40);

        assertThat(actions).contains(new ReplicaAction.MarkDamaged(false));
        assertThat(bench.replica.positions().role()).isEqualTo(ReplicaRole.LEADER_STARTING);
        assertThat(bench.replica.positions().logEnd()).isEqualTo(4);
    }

    @Test
    void shouldGoOnLeadingDamagedIfNobodyElseCould() {
        bench.view(1, 30);
        bench.status(2, false, false);
        bench.status(3, false, false);
        bench.view(1, 30);

        bench.replica.onDamage("bad checksum");

        assertThat(bench.replica.positions().role()).isEqualTo(ReplicaRole.LEADER_STARTING);
        bench.status(3, true, false);
        bench.view(1, 30);
        assertThat(bench.replica.positions().role()).isEqualTo(ReplicaRole.DAMAGED);
    }

    @Test
    void shouldStopLeadingIfAnotherHolderCouldLead() {
        bench.view(1, 30);
        bench.append(Acks.ALL);

        List<ReplicaAction> actions = bench.replica.onDamage("bad checksum");

        assertThat(bench.replica.positions().role()).isEqualTo(ReplicaRole.DAMAGED);
        assertThat(only(ReplicaAction.RejectAppend.class, actions)).hasSize(1);
    }

    @Test
    void shouldNotCountWhatAFollowerAcknowledgedBeforeItsFaultWasReported() {
        long chain = only(ReplicaAction.Append.class, bench.view(1, 30)).get(0).chainAfter();
        bench.store();
        follow(chain, 0);
        bench.replica.onFollowerMessage(stream(2), new FollowerMessage.Ack(EPOCH, 1, 1, FollowerMessage.Ack.NO_CHAIN));
        bench.fault(2, 31);

        bench.view(1, 30);
        bench.holders(1, 3);
        List<ReplicaAction> stale = bench.view(1, 30);
        List<ReplicaAction> settled = follow(chain, 31);

        assertThat(only(ReplicaAction.ProposeHolders.class, stale)).isEmpty();
        assertThat(only(ReplicaAction.ProposeHolders.class, settled))
                .singleElement()
                .satisfies(propose -> assertThat(propose.proposal().holders()).contains(ReplicaBench.holder(2)));
    }

    @Test
    void shouldFollowAgainWhenALeaderReportedItsFault() {
        followWithThreeRecords();
        bench.fault(1, 31);

        List<ReplicaAction> told = bench.view(2, 30);
        bench.time(1_000);
        List<ReplicaAction> again = bench.replica.onTick();

        assertThat(only(ReplicaAction.SendToLeader.class, told))
                .extracting(ReplicaAction.SendToLeader::message)
                .containsExactly(new FollowerMessage.Unfollow(EPOCH));
        assertThat(only(ReplicaAction.SendToLeader.class, again))
                .singleElement()
                .satisfies(send -> assertThat(((FollowerMessage.Follow) send.message()).settledFault())
                        .isEqualTo(31));
    }

    private List<ReplicaAction> follow(long chain, long settledFault) {
        long end = bench.replica.positions().logEnd();
        return bench.replica.onFollowerMessage(
                stream(2), new FollowerMessage.Follow(EPOCH, 0, 0, end, end, 30, chain, settledFault, ++attempts));
    }

    private void damaged() {
        followWithThreeRecords();
        bench.replica.onDamage("bad checksum");
        bench.store();
    }

    private void followWithThreeRecords() {
        bench.view(2, 30);
        bench.replica.onLeaderConnected(stream(2));
        bench.replica.onLeaderMessage(stream(2), new LeaderMessage.Matched(EPOCH, 0, 0, 0));
        bench.replica.onLeaderMessage(
                stream(2),
                new LeaderMessage.Data(EPOCH, 0, 3, List.of(stamped(0, 30), stamped(1, 30), stamped(2, 30))));
        bench.store();
    }

    private List<ReplicaAction> tick(long millis) {
        bench.time(millis);
        return bench.replica.onTick();
    }
}
