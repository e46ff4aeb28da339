package io.thalweg.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What one reader saw, in its order: per key the values, per partition the offsets. Used by one thread. */
final class Ledger {

    private static final int MOST_POLLS = 200;
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, List<Integer>> valuesByKey = new TreeMap<>();
    private final Map<TopicPartition, List<Long>> offsets = new HashMap<>();
    private int count;

    /** Polls until that many records are here in all; gives up after so many empty polls. */
    Ledger read(Consumer<String, Integer> consumer, int records) {
        int empty = 0;
        while (count < records && empty < MOST_POLLS) {
            empty = poll(consumer) == 0 ? empty + 1 : 0;
        }
        return this;
    }

    /** Polls once more and returns how many records came. */
    int poll(Consumer<String, Integer> consumer) {
        int before = count;
        for (ConsumerRecord<String, Integer> record : consumer.poll(POLL)) {
            valuesByKey
                    .computeIfAbsent(String.valueOf(record.key()), key -> new ArrayList<>())
                    .add(record.value());
            offsets.computeIfAbsent(record.topicPartition(), partition -> new ArrayList<>())
                    .add(record.offset());
            count++;
        }
        return count - before;
    }

    /** Behind the last record of every partition; further only by what the brokers write for themselves. */
    void assertAllCommitted(Map<TopicPartition, CommittedOffset> committed) {
        assertThat(committed.keySet()).containsAll(offsets.keySet());
        assertThat(offsets)
                .allSatisfy((partition, seen) -> assertThat(
                                Objects.requireNonNull(committed.get(partition)).offset())
                        .isGreaterThan(seen.get(seen.size() - 1)));
    }

    /** Every key has the values 0, 1, 2, … in order and once each; offsets only grow. */
    void assertExactly(int keys, int recordsPerKey) {
        List<Integer> expected = IntStream.range(0, recordsPerKey).boxed().toList();
        assertThat(valuesByKey).hasSize(keys);
        assertThat(valuesByKey).allSatisfy((key, values) -> assertThat(values).isEqualTo(expected));
        assertThat(offsets)
                .allSatisfy((partition, seen) ->
                        assertThat(seen).doesNotHaveDuplicates().isSorted());
        assertThat(count).isEqualTo(keys * recordsPerKey);
    }
}
