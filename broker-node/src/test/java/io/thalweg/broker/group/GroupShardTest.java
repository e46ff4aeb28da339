package io.thalweg.broker.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.group.GroupRejection.Reason;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupShardTest {
    private static final GroupId GROUP = new GroupId("billing");
    private static final TopicShape ORDERS = new TopicShape(new TopicId(new UUID(1, 1)), "orders", 4);
    private static final MemberOrigin ORIGIN = new MemberOrigin("client", "127.0.0.1", 10_000);
    private static final CommittedOffset AT_7 = new CommittedOffset(7, 3, "");

    private final CommittedTable table = new CommittedTable();
    private GroupShard shard = new GroupShard();
    private long now = 1_000;

    @BeforeEach
    void knowTheTopic() {
        shard.onCatalog(List.of(ORDERS));
    }

    @Test
    void shouldGiveTheFirstMemberEverything() {
        // when
        GroupDecision decision = join("m1", 1);

        // then
        assertThat(decision.effects()).hasSize(2);
        assertThat(assigned(decision, 1)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldMovePartitionsOnlyAfterTheOldOwnerConfirmed() {
        // given
        join("m1", 1);

        // when
        GroupDecision second = join("m2", 2);

        // then: the first is told to give up two, the second gets nothing yet
        assertThat(assigned(second, 1)).hasSize(2);
        assertThat(assigned(second, 2)).isEmpty();
        assertThat(state()).isEqualTo(GroupState.ASSIGNING);

        // when
        GroupDecision confirmed = keep(shard.onConfirmed(GROUP, new MemberId("m1"), epochOf("m1")));

        // then
        assertThat(assigned(confirmed, 2)).hasSize(2);
        assertThat(state()).isEqualTo(GroupState.STABLE);
    }

    @Test
    void shouldAcceptCommitsOfRevokedPartitionsUntilConfirmedAndRefuseThemAfter() {
        // given
        join("m1", 1);
        long firstEpoch = epochOf("m1");
        join("m2", 2);
        Set<PartitionId> lost = member("m1").revoking();
        PartitionId moved = lost.iterator().next();

        // when, then
        assertThat(commit("m1", firstEpoch, moved).rejection()).isNull();
        keep(shard.onConfirmed(GROUP, new MemberId("m1"), epochOf("m1")));
        assertThat(reasonOf(commit("m1", epochOf("m1"), moved))).isEqualTo(Reason.FENCED_MEMBER);
        assertThat(commit("m2", epochOf("m2"), moved).rejection()).isNull();
    }

    @Test
    void shouldRefuseACommitUnderAnEpochBeforeThePartitionWasGiven() {
        // given: m2 owns a partition since its second assignment
        join("m1", 1);
        join("m2", 2);
        keep(shard.onConfirmed(GROUP, new MemberId("m1"), epochOf("m1")));
        PartitionId owned = member("m2").assigned().firstKey();

        // when, then
        assertThat(reasonOf(commit("m2", epochOf("m2") - 1, owned))).isEqualTo(Reason.FENCED_MEMBER);
    }

    @Test
    void shouldEndASilentMembersSessionAndGiveItsPartitionsAway() {
        // given
        join("m1", 1);
        join("m2", 2);
        keep(shard.onConfirmed(GROUP, new MemberId("m1"), epochOf("m1")));

        // when: only the second is heard
        now += 9_000;
        shard.onHeartbeat(GROUP, new MemberId("m2"), new MemberConnection(2), now);
        now += 2_000;
        GroupDecision expired = keep(shard.onTick(now));

        // then
        assertThat(assigned(expired, 2)).containsExactly(0, 1, 2, 3);
        assertThat(reasonOf(commit("m1", 1, new PartitionId(ORDERS.id(), 0)))).isEqualTo(Reason.UNKNOWN_MEMBER);
    }

    @Test
    void shouldKeepPartitionsOfAMemberThatComesBackWithinItsSession() {
        // given
        join("m1", 1);
        shard.onDisconnected(GROUP, new MemberId("m1"), new MemberConnection(1), now);

        // when
        now += 5_000;
        GroupDecision back =
                keep(shard.onJoin(request("m1", "", "unused", ORDERS.name()), new MemberConnection(9), now));

        // then
        assertThat(assigned(back, 9)).containsExactly(0, 1, 2, 3);
        assertThat(keep(shard.onTick(now + 9_000)).rows()).isEmpty();
    }

    @Test
    void shouldHandOverToAStaticMemberAtOnceAndFenceItsFormerProcess() {
        // given
        keep(shard.onJoin(request("", "worker-1", "m1", ORDERS.name()), new MemberConnection(1), now));

        // when
        GroupDecision decision =
                keep(shard.onJoin(request("", "worker-1", "m2", ORDERS.name()), new MemberConnection(2), now));

        // then
        assertThat(assigned(decision, 2)).containsExactly(0, 1, 2, 3);
        assertThat(decision.effects()).anySatisfy(effect -> assertThat(effect).isInstanceOf(GroupEffect.Ended.class));
        assertThat(reasonOf(commit("m1", 1, new PartitionId(ORDERS.id(), 0)))).isEqualTo(Reason.UNKNOWN_MEMBER);
    }

    @Test
    void shouldContinueFromTheCommittedTableAfterTheCoordinatorMoved() {
        // given
        join("m1", 1);
        commit("m1", epochOf("m1"), new PartitionId(ORDERS.id(), 2));
        GroupDescription before = shard.describe(GROUP);

        // when
        restart();

        // then
        assertThat(shard.describe(GROUP)).isEqualTo(before);
        GroupDecision back =
                keep(shard.onJoin(request("m1", "", "unused", ORDERS.name()), new MemberConnection(5), now));
        assertThat(assigned(back, 5)).containsExactly(0, 1, 2, 3);
        assertThat(shard.offsets(GROUP, Set.of())).containsEntry(new PartitionId(ORDERS.id(), 2), AT_7);
    }

    @Test
    void shouldPickUpTopicsThatMatchAPatternWhenTheyAppear() {
        // given
        var subscription = new Subscription(new TreeSet<>(), "click.*", GroupAssignor.UNIFORM_STICKY);
        keep(shard.onJoin(
                new JoinRequest(GROUP, "", "", ORIGIN, subscription, new MemberId("m1")),
                new MemberConnection(1),
                now));

        // when
        var clicks = new TopicShape(new TopicId(new UUID(1, 9)), "clicks", 2);
        GroupDecision decision = keep(shard.onCatalog(List.of(ORDERS, clicks)));

        // then
        assertThat(assigned(decision, 1)).containsExactly(0, 1);
    }

    @Test
    void shouldBeginWithAddedPartitionsAtTheirStartAndStoreThat() {
        // given
        join("m1", 1);
        var grown = new TopicShape(ORDERS.id(), ORDERS.name(), 6);

        // when
        GroupDecision decision = keep(shard.onCatalog(List.of(grown)));

        // then
        var start = new CommittedOffset(0, -1, "");
        assertThat(assigned(decision, 1)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(shard.offsets(GROUP, Set.of()))
                .isEqualTo(Map.of(
                        new PartitionId(ORDERS.id(), 4), start,
                        new PartitionId(ORDERS.id(), 5), start));
        assertThat(table.restore(now).offsets(GROUP, Set.of())).hasSize(2);
    }

    @Test
    void shouldBeginAtTheStartOfPartitionsThatWereAddedWhileTheGroupWasAway() {
        // given
        keep(shard.onReset(GROUP, Map.of(new PartitionId(ORDERS.id(), 0), AT_7)));
        keep(shard.onReset(new GroupId("stranger"), Map.of(new PartitionId(new TopicId(new UUID(5, 5)), 0), AT_7)));

        // when
        keep(shard.onCatalog(List.of(new TopicShape(ORDERS.id(), ORDERS.name(), 5))));

        // then
        assertThat(shard.offsets(GROUP, Set.of()))
                .containsOnlyKeys(new PartitionId(ORDERS.id(), 0), new PartitionId(ORDERS.id(), 4));
        assertThat(shard.offsets(new GroupId("stranger"), Set.of())).hasSize(1);
    }

    @Test
    void shouldRefuseResetAndDeletionWhileMembersAreActive() {
        // given
        join("m1", 1);
        Map<PartitionId, CommittedOffset> reset = Map.of(new PartitionId(ORDERS.id(), 0), AT_7);

        // when, then
        assertThat(reasonOf(shard.onReset(GROUP, reset))).isEqualTo(Reason.GROUP_NOT_EMPTY);
        assertThat(reasonOf(shard.onDelete(GROUP))).isEqualTo(Reason.GROUP_NOT_EMPTY);
        keep(shard.onLeave(GROUP, new MemberId("m1"), new MemberConnection(1)));
        assertThat(keep(shard.onReset(GROUP, reset)).rejection()).isNull();
        assertThat(keep(shard.onDelete(GROUP)).rejection()).isNull();
        assertThat(reasonOf(shard.onDelete(GROUP))).isEqualTo(Reason.GROUP_NOT_FOUND);
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void shouldEndOnlyAnotherStreamOfAMemberThatLeaves() {
        // given
        join("m1", 1);
        join("m2", 2);

        // when: one leaves on its stream, the other on an older one
        GroupDecision own = keep(shard.onLeave(GROUP, new MemberId("m1"), new MemberConnection(1)));
        GroupDecision older = keep(shard.onLeave(GROUP, new MemberId("m2"), new MemberConnection(7)));

        // then
        assertThat(ended(own)).isEmpty();
        assertThat(ended(older)).containsExactly(new MemberConnection(2));
        assertThat(shard.describe(GROUP)).isNull();
    }

    private static List<MemberConnection> ended(GroupDecision decision) {
        return decision.effects().stream()
                .filter(GroupEffect.Ended.class::isInstance)
                .map(effect -> ((GroupEffect.Ended) effect).connection())
                .toList();
    }

    @Test
    void shouldKeepTheMembersOfAGroupDisjointUnderRandomEvents() {
        for (long seed = 1; seed <= 40; seed++) {
            new GroupShardWalk(seed).run(300);
        }
    }

    private GroupDecision join(String memberId, long connection) {
        return keep(shard.onJoin(request("", "", memberId, ORDERS.name()), new MemberConnection(connection), now));
    }

    private static JoinRequest request(String memberId, String staticId, String newId, String topic) {
        return new JoinRequest(
                GROUP, memberId, staticId, ORIGIN, Subscription.toTopics(List.of(topic)), new MemberId(newId));
    }

    private GroupDecision commit(String member, long epoch, PartitionId partition) {
        return keep(shard.onCommit(GROUP, new MemberId(member), epoch, Map.of(partition, AT_7)));
    }

    private static Reason reasonOf(GroupDecision decision) {
        return Objects.requireNonNull(decision.rejection()).reason();
    }

    private GroupState state() {
        return described().state();
    }

    private GroupMember member(String id) {
        return described().members().stream()
                .filter(member -> member.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private long epochOf(String id) {
        return member(id).epoch();
    }

    private static List<Integer> assigned(GroupDecision decision, long connection) {
        List<Integer> indexes = new ArrayList<>();
        for (GroupEffect effect : decision.effects()) {
            if (effect instanceof GroupEffect.Assigned assigned
                    && assigned.connection().number() == connection) {
                indexes.clear();
                assigned.partitions().forEach(partition -> indexes.add(partition.index()));
            }
        }
        return indexes;
    }

    private GroupDecision keep(GroupDecision decision) {
        return table.keep(decision);
    }

    private GroupDescription described() {
        return Objects.requireNonNull(shard.describe(GROUP));
    }

    private void restart() {
        shard = table.restore(now);
        keep(shard.onCatalog(List.of(ORDERS)));
    }
}
