package io.thalweg.broker.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupAssignorTest {
    private static final TopicShape ORDERS = new TopicShape(new TopicId(new UUID(1, 1)), "orders", 7);
    private static final TopicShape CLICKS = new TopicShape(new TopicId(new UUID(1, 2)), "clicks", 4);

    @Test
    void shouldShareEvenlyAndCompletely() {
        // when
        var shares = GroupAssignor.UNIFORM_STICKY.assign(
                Map.of(member(1), List.of(ORDERS), member(2), List.of(ORDERS), member(3), List.of(ORDERS)), Map.of());

        // then
        assertThat(shares.values().stream().map(Set::size)).containsExactlyInAnyOrder(3, 2, 2);
        assertThat(union(shares)).hasSize(7);
    }

    @Test
    void shouldMoveOnlyWhatANewMemberNeeds() {
        // given
        var before = GroupAssignor.UNIFORM_STICKY.assign(
                Map.of(member(1), List.of(ORDERS), member(2), List.of(ORDERS)), Map.of());

        // when
        var after = GroupAssignor.UNIFORM_STICKY.assign(
                Map.of(member(1), List.of(ORDERS), member(2), List.of(ORDERS), member(3), List.of(ORDERS)), before);

        // then
        long stayed = before.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream().filter(Objects.requireNonNull(after.get(entry.getKey()))::contains))
                .count();
        assertThat(stayed).isEqualTo(5);
        assertThat(after.get(member(3))).hasSize(2);
    }

    @Test
    void shouldGiveAMemberOnlyTopicsThatItWants() {
        // when
        var shares = GroupAssignor.UNIFORM_STICKY.assign(
                Map.of(member(1), List.of(ORDERS), member(2), List.of(ORDERS, CLICKS)), Map.of());

        // then
        assertThat(shares.get(member(1)))
                .allMatch(partition -> partition.topic().equals(ORDERS.id()));
        assertThat(shares.get(member(2)))
                .filteredOn(p -> p.topic().equals(CLICKS.id()))
                .hasSize(4);
    }

    @Test
    void shouldCutContiguousRangesPerTopic() {
        // when
        var shares = GroupAssignor.RANGE.assign(
                Map.of(member(1), List.of(ORDERS), member(2), List.of(ORDERS, CLICKS)), Map.of());

        // then
        assertThat(shares.get(member(1))).extracting(PartitionId::index).containsExactly(0, 1, 2, 3);
        assertThat(shares.get(member(2))).hasSize(3 + 4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldStayEvenDisjointAndCompleteUnderRandomChange(long seed) {
        // given
        var random = new Random(seed);
        Map<MemberId, Set<PartitionId>> shares = new TreeMap<>();
        Set<Integer> members = new HashSet<>(Set.of(1));

        for (int step = 0; step < 60; step++) {
            // when
            int member = random.nextInt(9);
            if (!members.remove(member) || members.isEmpty()) {
                members.add(member);
            }
            Map<MemberId, List<TopicShape>> wanted = new TreeMap<>();
            members.forEach(each -> wanted.put(member(each), List.of(ORDERS, CLICKS)));
            shares = GroupAssignor.UNIFORM_STICKY.assign(wanted, shares);

            // then
            List<PartitionId> all = new ArrayList<>();
            shares.values().forEach(all::addAll);
            assertThat(all).as("seed %d step %d", seed, step).hasSize(11).doesNotHaveDuplicates();
            var sizes = shares.values().stream().mapToInt(Set::size).summaryStatistics();
            assertThat(sizes.getMax() - sizes.getMin()).isLessThanOrEqualTo(1);
        }
    }

    private static MemberId member(int number) {
        return new MemberId("m" + number);
    }

    private static Set<PartitionId> union(Map<MemberId, Set<PartitionId>> shares) {
        Set<PartitionId> union = new HashSet<>();
        shares.values().forEach(union::addAll);
        return union;
    }
}
