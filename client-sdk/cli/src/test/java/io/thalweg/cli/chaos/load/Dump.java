package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.ListedOffset;
import io.thalweg.client.api.consumer.Consumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everything that the leaders of a topic have now. */
public final class Dump {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Dump() {}

    /**
     * All records in offset order of each partition.
     *
     * @throws IllegalStateException when the readable end is not reached in time
     */
    public static List<Sight> of(ThalwegClient client, String name, Topic topic) {
        List<TopicPartition> partitions = Reader.partitions(topic);
        Map<TopicPartition, ListedOffset> ends = client.admin()
                .listOffsets(partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), partition -> Position.latest())))
                .join();
        List<Sight> seen = new ArrayList<>();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try (Consumer<String, Long> consumer = Reader.assigned(client, topic)) {
            while (ends.entrySet().stream()
                    .anyMatch(end ->
                            consumer.position(end.getKey()) < end.getValue().highWatermark())) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(name + ": the end " + ends + " is not reached in " + LONGEST);
                }
                consumer.poll(POLL).forEach(record -> seen.add(Reader.sight(name, record)));
            }
        }
        seen.sort(Comparator.comparingInt(Sight::partition).thenComparingLong(Sight::offset));
        return seen;
    }
}
