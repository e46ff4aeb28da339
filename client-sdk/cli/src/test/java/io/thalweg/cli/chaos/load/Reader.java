package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Reads all partitions from the start, without a group, and records what it is given. */
public final class Reader {
    private static final Duration POLL = Duration.ofMillis(200);

    private Reader() {}

    /** Reads until the returned handle is run. */
    public static Runnable start(ThalwegClient client, String name, Topic topic, Recorder recorder) {
        Consumer<String, Long> consumer = assigned(client, topic);
        Worker worker = Worker.start(
                name,
                recorder,
                () -> consumer.poll(POLL).forEach(record -> recorder.sight(sight(name, record))),
                consumer::close);
        return worker::end;
    }

    static Consumer<String, Long> assigned(ThalwegClient client, Topic topic) {
        Consumer<String, Long> consumer =
                client.consumer(Serdes.string(), Serdes.longs()).build();
        consumer.assign(partitions(topic));
        return consumer;
    }

    static List<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    static Sight sight(String reader, ConsumerRecord<String, Long> record) {
        return new Sight(
                reader,
                record.partition(),
                record.offset(),
                Objects.requireNonNull(record.value()),
                record.leaderEpoch());
    }
}
