package io.thalweg.broker.runtime.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.group.CommittedOffset;
import io.thalweg.broker.group.GroupId;
import io.thalweg.broker.group.GroupRejection;
import io.thalweg.broker.group.JoinRequest;
import io.thalweg.broker.group.MemberConnection;
import io.thalweg.broker.group.MemberId;
import io.thalweg.broker.group.MemberOrigin;
import io.thalweg.broker.group.Subscription;
import io.thalweg.broker.group.TopicShape;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A coordinator partition on a log that does what the test says. */
final class GroupPartitionTest {
    private static final PartitionId COORDINATOR = new PartitionId(new TopicId(new UUID(1, 1)), 0);
    private static final TopicShape ORDERS = new TopicShape(new TopicId(new UUID(2, 2)), "orders", 2);
    private static final PartitionId ORDERS_0 = new PartitionId(ORDERS.id(), 0);
    private static final GroupId GROUP = new GroupId("billing");
    private static final GroupRefusal NOT_COORDINATOR = new GroupRefusal.NotCoordinator(COORDINATOR);

    private final ScriptedPartition log = new ScriptedPartition(COORDINATOR);
    private final List<String> heard = new ArrayList<>();
    private final List<GroupRefusal> refusals = new ArrayList<>();
    private long nowMillis = 1_000;
    private GroupPartition partition = open();

    @BeforeEach
    void lead() {
        partition.catalog(List.of(ORDERS), Set.of());
        partition.onLeading(5);
    }

    @Test
    void shouldTellAMemberNothingBeforeItsJoinIsCommitted() {
        // when
        join("m1");

        // then
        assertThat(heard).isEmpty();

        // when
        log.commitAll();

        // then
        assertThat(heard).containsExactly("m1 joined", "m1 owns 2");
    }

    @Test
    void shouldAnswerAQuestionOnlyWhenWhatWasDecidedBeforeItIsCommitted() {
        // given
        commit(7, "commit");

        // when
        ask("offsets");

        // then
        assertThat(heard).isEmpty();

        // when
        log.commitAll();

        // then
        assertThat(heard).containsExactly("commit", "offsets 7");
    }

    @Test
    void shouldAnswerInTheOrderOfItsDecisionsOnly() {
        // given
        commit(7, "first");
        commit(8, "second");

        // when
        log.commit();

        // then
        assertThat(heard).containsExactly("first");
    }

    @Test
    void shouldFailEverythingPendingWhenAnAppendIsRefused() {
        // given
        join("m1");
        log.commitAll();
        commitAs("m1", 7, "first");
        ask("offsets");
        heard.clear();

        // when
        log.refuse(new Rejection.NotEnoughReplicas(2, 1));

        // then
        assertThat(heard).containsExactlyInAnyOrder("first refused", "offsets refused", "m1 ended");
        assertThat(refusals).allSatisfy(refusal -> assertThat(refusal).isNotNull());
    }

    @Test
    void shouldServeAgainOnlyWhenEverythingInDoubtIsDecided() {
        // given
        commit(7, "doubtful");
        log.doubtNewest();
        ask("early");
        heard.clear();

        // when: the marker is appended after what is in doubt, and both are committed
        partition.onTick(nowMillis);
        ask("settling");
        log.commit();
        ask("between");
        log.commit();
        ask("after");

        // then
        assertThat(heard).containsExactly("settling refused", "between refused", "after 7");
    }

    @Test
    void shouldNotTakeAnOlderMarkerForTheOneItWaitsFor() {
        // given: two markers, since the outcome of the first was not known in time
        commit(1, "first");
        log.doubtNewest();
        partition.onTick(nowMillis);
        log.doubtNewest();
        partition.onTick(nowMillis);
        log.commit();
        log.commit();

        // when: it serves, and fails again before the other marker is committed
        boolean servesOnTheFirst = serves();
        log.commit();
        boolean servesOnTheSecond = serves();

        // then
        assertThat(servesOnTheFirst).isFalse();
        assertThat(servesOnTheSecond).isTrue();
    }

    @Test
    void shouldNotBelieveInTheMarkerOfAnEarlierLeader() {
        // given
        commit(1, "first");
        log.doubtNewest();
        partition.onTick(nowMillis);
        partition.onLeadingEnded();
        partition.onLeading(9);
        commit(2, "second");
        log.doubtNewest();
        heard.clear();

        // when: the first change and the marker after it are committed late, the second change is not yet
        log.commitUnheard();
        log.commitUnheard();

        // then
        assertThat(serves()).isFalse();
    }

    @Test
    void shouldRefuseWhatIsPendingWhenTheLeadershipIsLost() {
        // given
        commit(7, "commit");
        ask("offsets");

        // when
        partition.onLeadingEnded();
        log.commitAll();

        // then
        assertThat(heard).containsExactly("commit refused", "offsets refused");
        assertThat(refusals).containsOnly(NOT_COORDINATOR);
        assertThat(serves()).isFalse();
    }

    @Test
    void shouldGoOnFromTheCommittedRowsAfterAFailover() {
        // given
        commit(7, "commit");
        log.commitAll();

        // when
        partition = open();
        partition.onLeading(9);
        ask("offsets");

        // then
        assertThat(heard).containsExactly("commit", "offsets 7");
    }

    @Test
    void shouldAnswerFromItsOwnKnowledgeOnlyWithALease() {
        // given
        commit(7, "commit");
        log.commitAll();
        heard.clear();

        // when
        log.leased(false);
        ask("offsets");
        commitAs("stranger", 9, "zombie");
        commit(8, "second");
        log.commitAll();

        // then: what is committed is answered, what only this broker says is not
        assertThat(heard).containsExactly("offsets refused", "zombie refused", "second");
        GroupRefusal noLease = new GroupRefusal.ByPartition(
                COORDINATOR, new io.thalweg.broker.runtime.access.Refusal.ByReplica(new Rejection.LeaseExpired()));
        assertThat(refusals).containsExactly(noLease, noLease);
    }

    @Test
    void shouldRefuseByTheRulesOfTheGroupWithoutAppending() {
        commitAs("stranger", 9, "zombie");

        assertThat(log.waiting()).isZero();
        assertThat(refusals)
                .singleElement()
                .isInstanceOfSatisfying(
                        GroupRefusal.ByGroup.class,
                        refusal -> assertThat(refusal.rejection().reason())
                                .isEqualTo(GroupRejection.Reason.UNKNOWN_MEMBER));
    }

    @Test
    void shouldEndTheStreamsOfItsMembersWhenItIsRemoved() {
        join("m1");
        log.commitAll();
        heard.clear();

        partition.onRemoved();

        assertThat(heard).containsExactly("m1 ended", "removed");
    }

    private GroupPartition open() {
        GroupPartition opened = new GroupPartition(new GroupPartitionParts(
                COORDINATOR, log.reader(), task -> true, log, () -> nowMillis, () -> heard.add("removed")));
        log.appliedBy(opened);
        return opened;
    }

    private boolean serves() {
        int before = refusals.size();
        ask("probe");
        return refusals.size() == before;
    }

    private void join(String member) {
        MemberConnection connection = new MemberConnection(1);
        JoinRequest request = new JoinRequest(
                GROUP,
                "",
                "",
                new MemberOrigin("client", "127.0.0.1", 10_000),
                Subscription.toTopics(List.of("orders")),
                new MemberId(member));
        partition.join(shard -> shard.onJoin(request, connection, nowMillis), connection, new MemberStream() {
            @Override
            public void joined(MemberId id, int heartbeatIntervalMillis) {
                heard.add(id + " joined");
            }

            @Override
            public void assigned(long memberEpoch, List<PartitionId> partitions) {
                heard.add(member + " owns " + partitions.size());
            }

            @Override
            public void ended(GroupRefusal reason) {
                heard.add(member + " ended");
            }
        });
    }

    /** A commit from outside the group. */
    private void commit(long offset, String name) {
        Map<PartitionId, CommittedOffset> offsets = Map.of(ORDERS_0, new CommittedOffset(offset, 3, ""));
        partition.change(shard -> shard.onCommit(GROUP, null, 0, offsets), listener(name));
    }

    private void commitAs(String member, long offset, String name) {
        Map<PartitionId, CommittedOffset> offsets = Map.of(ORDERS_0, new CommittedOffset(offset, 3, ""));
        partition.change(shard -> shard.onCommit(GROUP, new MemberId(member), 1, offsets), listener(name));
    }

    private void ask(String name) {
        partition.ask(shard -> shard.offsets(GROUP, Set.of()), new GroupListener<>() {
            @Override
            public void done(SortedMap<PartitionId, CommittedOffset> answer) {
                CommittedOffset found = answer.get(ORDERS_0);
                heard.add(name + " " + (found == null ? "none" : found.offset()));
            }

            @Override
            public void refused(GroupRefusal refusal) {
                refusals.add(refusal);
                heard.add(name + " refused");
            }
        });
    }

    private GroupListener<Boolean> listener(String name) {
        return new GroupListener<>() {
            @Override
            public void done(Boolean answer) {
                heard.add(name);
            }

            @Override
            public void refused(GroupRefusal refusal) {
                refusals.add(refusal);
                heard.add(name + " refused");
            }
        };
    }
}
