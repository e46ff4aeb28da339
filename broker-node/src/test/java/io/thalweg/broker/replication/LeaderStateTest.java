package io.thalweg.broker.replication;

import static io.thalweg.broker.replication.ReplicaBench.holder;
import static io.thalweg.broker.replication.ReplicaBench.only;
import static io.thalweg.broker.replication.ReplicaBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.record.ControlRecords;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeaderStateTest {
    private static final LeaderEpoch EPOCH = new LeaderEpoch(30);

    private final ReplicaBench bench = new ReplicaBench();
    private long attempts;

    @Test
    void shouldBeginItsEpochWithAnEpochStart() {
        List<ReplicaAction> actions = bench.view(1, 30);

        List<ReplicaAction.Append> appends = only(ReplicaAction.Append.class, actions);
        assertThat(appends).hasSize(1);
        assertThat(appends.get(0).batch().isControl()).isTrue();
        assertThat(appends.get(0).batch().leaderEpoch()).isEqualTo(30);
        assertThat(bench.replica.positions().servesLatest()).isFalse();
    }

    @Test
    void shouldNotLeadInAnEpochOlderThanItsOwnRegistration() {
        bench.view(1, 9);

        assertThat(bench.replica.positions().role()).isEqualTo(ReplicaRole.IDLE);
    }

    @Test
    void shouldRefuseAWriteBeforeStoringItWithTooFewHolders() {
        bench.status(2, false, false);
        bench.status(3, false, false);
        bench.view(1, 30);

        List<ReplicaAction> actions = bench.append();

        assertThat(only(ReplicaAction.Append.class, actions)).isEmpty();
        assertThat(rejection(actions)).isEqualTo(new Rejection.NotEnoughReplicas(2, 1));
    }

    @Test
    void shouldRefuseAConditionalAppendAtAnotherLogEnd() {
        bench.view(1, 30);

        assertThat(rejection(bench.append(5))).isEqualTo(new Rejection.LogEndMismatch(5, 1));
        assertThat(only(ReplicaAction.Append.class, bench.append(1))).hasSize(1);
    }

    @Test
    void shouldAnswerOnlyWhenEveryHolderHasTheBatchDurably() {
        bench.view(1, 30);
        follow(2);
        follow(3);
        bench.append();
        bench.store();
        feed(2);
        feed(3);

        List<ReplicaAction> one = ack(2, 2, 2);
        List<ReplicaAction> written = ack(3, 2, 0);
        List<ReplicaAction> durable = ack(3, 2, 2);

        assertThat(only(ReplicaAction.CompleteAppend.class, one)).isEmpty();
        assertThat(only(ReplicaAction.CompleteAppend.class, written)).isEmpty();
        assertThat(only(ReplicaAction.CompleteAppend.class, durable)).hasSize(1);
        assertThat(bench.replica.positions().servesLatest()).isTrue();
    }

    @Test
    void shouldNotKnowTheOutcomeOfPendingAppendsWhenDeposed() {
        bench.view(1, 30);
        bench.append();

        List<ReplicaAction> actions = bench.view(2, 40);

        assertThat(rejection(actions)).isEqualTo(new Rejection.LeadershipLost(new BrokerId(2), new LeaderEpoch(40)));
        assertThat(rejection(actions).definite()).isFalse();
    }

    @Test
    void shouldGiveUpWaitingAtTheDeadline() {
        bench.view(1, 30);
        bench.append();

        bench.time(ReplicaBench.APPEND_DEADLINE);

        assertThat(rejection(bench.replica.onTick())).isEqualTo(new Rejection.TimedOut());
    }

    @Test
    void shouldKeepAFollowFromItsFutureUntilItLeads() {
        bench.view(2, 25);
        List<ReplicaAction> early = bench.replica.onFollowerMessage(stream(3), follow());

        List<ReplicaAction> actions = bench.view(1, 30);

        assertThat(early).isEmpty();
        assertThat(only(ReplicaAction.SendToFollower.class, actions))
                .anySatisfy(send -> assertThat(send.message()).isInstanceOf(LeaderMessage.Matched.class));
    }

    @Test
    void shouldRepeatTheIdenticalProposalWhileItsOutcomeIsUnknown() {
        bench.status(3, false, false);
        bench.view(1, 30);
        bench.time(100);
        ReplicaAction.ProposeHolders first = proposal(bench.replica.onTick());
        bench.replica.onProposalOutcome(first.proposal().attempt(), ProposalOutcome.UNKNOWN);

        bench.time(300);
        ReplicaAction.ProposeHolders second = proposal(bench.replica.onTick());

        assertThat(first.proposal().holders()).containsExactly(holder(1), holder(2));
        assertThat(second.proposal().holders()).isEqualTo(first.proposal().holders());
        assertThat(second.proposal().version()).isEqualTo(first.proposal().version());
    }

    @Test
    void shouldProposeTheCommittedSetAfterARejection() {
        bench.status(3, false, false);
        bench.view(1, 30);
        bench.time(100);
        long first = proposal(bench.replica.onTick()).proposal().attempt();
        bench.replica.onProposalOutcome(first, ProposalOutcome.REJECTED);

        bench.time(300);
        ReplicaAction.ProposeHolders second = proposal(bench.replica.onTick());

        assertThat(second.proposal().holders()).containsExactly(holder(1), holder(2), holder(3));
    }

    @Test
    void shouldHoldWritesThatCouldBeDoubledDuringAHandOffAndNameTheNewLeader() {
        bench.view(1, 30);
        follow(2);
        follow(3);
        bench.store();
        feed(2);
        feed(3);
        ack(2, 1, 1);
        ack(3, 1, 1);
        List<ReplicaAction> handOff = bench.replica.onHandOff(new BrokerId(2));

        List<ReplicaAction> held = bench.append();
        List<ReplicaAction> moved = bench.view(2, 40);

        assertThat(only(ReplicaAction.ProposeHandOff.class, handOff))
                .singleElement()
                .satisfies(action -> assertThat(action.proposal().target()).isEqualTo(holder(2)));
        assertThat(held).isEmpty();
        assertThat(rejection(moved)).isEqualTo(new Rejection.NotLeader(new BrokerId(2), new LeaderEpoch(40)));
    }

    @Test
    void shouldGoOnCommittingSequencedWritesUntilTheTargetLeads() {
        lead();
        bench.append(77, 0);
        bench.replica.onHandOff(new BrokerId(2));

        List<ReplicaAction> taken = bench.append(77, 1);
        List<ReplicaAction> committed = commitAll();
        bench.append(77, 2);
        List<ReplicaAction> moved = bench.view(2, 40);

        assertThat(only(ReplicaAction.Append.class, taken)).hasSize(1);
        assertThat(only(ReplicaAction.CompleteAppend.class, committed)).hasSize(2);
        assertThat(rejection(moved)).isEqualTo(new Rejection.LeadershipLost(new BrokerId(2), new LeaderEpoch(40)));
    }

    @Test
    void shouldHandOffWhenTheTargetHasWhatWasThereAtTheBeginning() {
        lead();
        bench.append(77, 0);
        List<ReplicaAction> begun = bench.replica.onHandOff(new BrokerId(2));
        bench.append(77, 1);

        List<ReplicaAction> reached = commitAll();

        assertThat(only(ReplicaAction.ProposeHandOff.class, begun)).isEmpty();
        assertThat(only(ReplicaAction.ProposeHandOff.class, reached)).hasSize(1);
    }

    @Test
    void shouldGoOnLeadingWhenAHandOffTakesTooLong() {
        bench.view(1, 30);
        bench.replica.onHandOff(new BrokerId(2));
        bench.append();

        bench.time(600);
        List<ReplicaAction> actions = bench.replica.onTick();

        assertThat(only(ReplicaAction.Append.class, actions)).hasSize(1);
    }

    @Test
    void shouldRefuseWhatItAloneWouldPromiseWithoutALease() {
        bench.view(1, 30);
        bench.replica.onLease(false);

        assertThat(rejection(bench.append(Acks.LEADER))).isEqualTo(new Rejection.LeaseExpired());
        assertThat(rejection(bench.append(Acks.NONE))).isEqualTo(new Rejection.LeaseExpired());
        assertThat(only(ReplicaAction.Append.class, bench.append(Acks.ALL))).hasSize(1);
    }

    @Test
    void shouldNotAcknowledgeOnItsOwnWordWhatItTookInAnExpiredLease() {
        bench.view(1, 30);
        bench.append(Acks.LEADER);
        bench.replica.onLease(false);

        List<ReplicaAction> stored = bench.store();
        List<ReplicaAction> renewed = bench.replica.onLease(true);

        assertThat(only(ReplicaAction.CompleteAppend.class, stored)).isEmpty();
        assertThat(only(ReplicaAction.CompleteAppend.class, renewed)).hasSize(1);
    }

    @Test
    void shouldNotSayWithoutALeaseWhatANewerLeaderMayKnowBetter() {
        bench.view(1, 30);
        bench.replica.onLease(false);

        assertThat(rejection(bench.append(77, 5))).isEqualTo(new Rejection.LeaseExpired());
        assertThat(rejection(bench.append(5))).isEqualTo(new Rejection.LeaseExpired());
    }

    @Test
    void shouldNotServeLatestOnceItsSuccessorMayLead() {
        lead();
        boolean before = bench.replica.positions().servesLatest();

        bench.replica.onHandOff(new BrokerId(2));

        assertThat(before).isTrue();
        assertThat(bench.replica.positions().servesLatest()).isFalse();
    }

    @Test
    void shouldWriteWhichProducersAreForgotten() {
        lead();
        bench.append(77, 0);
        commitAll();

        List<ReplicaAction> tooEarly = bench.replica.onProducerExpiry(1_000_000);
        List<ReplicaAction> expiry = bench.replica.onProducerExpiry(1_000_001);
        List<ReplicaAction> again = bench.replica.onProducerExpiry(1_000_001);
        commitAll();

        assertThat(only(ReplicaAction.Append.class, tooEarly)).isEmpty();
        assertThat(only(ReplicaAction.Append.class, again)).isEmpty();
        assertThat(only(ReplicaAction.Append.class, expiry))
                .singleElement()
                .satisfies(append -> assertThat(ControlRecords.asProducerExpiry(append.batch()))
                        .contains(new ControlRecords.ProducerExpiry(1_000_001)));
        assertThat(rejection(bench.append(77, 1))).isEqualTo(new Rejection.OutOfOrderSequence(0, 1));
        assertThat(bench.replica.onProducerExpiry(2_000_000)).isEmpty();
    }

    @Test
    void shouldForgetNoProducersBeforeItsEpochIsCommitted() {
        lead();
        bench.append(77, 0);
        commitAll();
        bench.view(2, 40);
        bench.view(1, 50);

        assertThat(bench.replica.onProducerExpiry(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void shouldReportAFollowerThatLostWhatItHadAcknowledged() {
        lead();
        bench.append();
        commitAll();

        List<ReplicaAction> sound = followAgain(2, 1);
        List<ReplicaAction> forgetful = followAgain(1, 2);

        assertThat(only(ReplicaAction.ReportAmnesia.class, sound)).isEmpty();
        assertThat(only(ReplicaAction.ReportAmnesia.class, forgetful))
                .singleElement()
                .satisfies(report -> assertThat(report.follower()).isEqualTo(holder(2)));
    }

    @Test
    void shouldRepeatTheReportUntilTheFollowersEntryDoesNotCount() {
        lead();
        bench.append();
        commitAll();
        followAgain(1, 1);

        bench.time(1_000);
        List<ReplicaAction> again = bench.replica.onTick();
        bench.forget(2);
        List<ReplicaAction> seen = bench.view(1, 30);
        bench.time(2_000);
        List<ReplicaAction> later = bench.replica.onTick();

        assertThat(only(ReplicaAction.ReportAmnesia.class, again)).hasSize(1);
        assertThat(only(ReplicaAction.ReportAmnesia.class, seen)).isEmpty();
        assertThat(only(ReplicaAction.ReportAmnesia.class, later)).isEmpty();
    }

    /** Broker 2 comes back on another stream with a log of that end. */
    private List<ReplicaAction> followAgain(long logEnd, int times) {
        PeerStream again = new PeerStream(new BrokerId(2), stream(2).peerEpoch(), 100 + times, Lane.HOT);
        return bench.replica.onFollowerMessage(
                again, new FollowerMessage.Follow(EPOCH, 0, 0, logEnd, logEnd, 30, 0, 0, ++attempts));
    }

    /** Leads with both followers in step and its first record committed. */
    private void lead() {
        bench.view(1, 30);
        follow(2);
        follow(3);
        commitAll();
    }

    /** Every holder has everything. */
    private List<ReplicaAction> commitAll() {
        List<ReplicaAction> actions = new ArrayList<>(bench.store());
        long end = bench.replica.positions().logEnd();
        for (int broker : List.of(2, 3)) {
            feed(broker);
            actions.addAll(ack(broker, end, end));
        }
        return actions;
    }

    private void follow(int broker) {
        bench.replica.onFollowerMessage(stream(broker), follow());
    }

    private FollowerMessage.Follow follow() {
        return new FollowerMessage.Follow(EPOCH, 0, 0, 0, 0, 0, 0, 0, ++attempts);
    }

    /** The follower is sent everything the log has, batch by batch. */
    private void feed(int broker) {
        long end = bench.replica.positions().logEnd();
        for (long offset = 0; offset < end; offset++) {
            bench.replica.onFeedRead(stream(broker), EPOCH, offset, List.of(ReplicaBench.stamped(offset, 30)));
        }
    }

    private List<ReplicaAction> ack(int broker, long logEnd, long durableEnd) {
        FollowerMessage.Ack ack = new FollowerMessage.Ack(EPOCH, logEnd, durableEnd, FollowerMessage.Ack.NO_CHAIN);
        return new ArrayList<>(bench.replica.onFollowerMessage(stream(broker), ack));
    }

    private static Rejection rejection(List<ReplicaAction> actions) {
        List<ReplicaAction.RejectAppend> rejected = only(ReplicaAction.RejectAppend.class, actions);
        assertThat(rejected).hasSize(1);
        return rejected.get(0).rejection();
    }

    private static ReplicaAction.ProposeHolders proposal(List<ReplicaAction> actions) {
        List<ReplicaAction.ProposeHolders> proposed = only(ReplicaAction.ProposeHolders.class, actions);
        assertThat(proposed).hasSize(1);
        return proposed.get(0);
    }
}
