package io.thalweg.cli.bench;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Progress;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.ConsumerRecords;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thalweg bench consume}. */
@Command(
        name = "consume",
        description = "Read a topic from its start as fast as possible; the latency is that of a poll.")
final class BenchConsume implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int RECORDS_PER_POLL = 10_000;

    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--topic", required = true, paramLabel = "T", description = "the topic")
    private String topic = "";

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "wait for this many (default: what is there when the command starts)")
    private @Nullable Long records;

    @Option(
            names = "--record-size",
            paramLabel = "B",
            hidden = true,
            description = "taken and ignored: sizes are measured")
    private int recordSize;

    BenchConsume(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (recordSize < 0 || records != null && records < 1) {
            throw new IllegalArgumentException("--records and --record-size must be positive");
        }
        try (ThalwegClient client = cluster.connect("bench-consume")) {
            Map<TopicPartition, Long> ends = TopicEnds.of(client, cluster, topic);
            long all = ends.values().stream().mapToLong(Long::longValue).sum();
            try (Consumer<byte[], byte[]> consumer = client.<byte[], byte[]>consumer(Serdes.bytes(), Serdes.bytes())
                            .maxPollRecords(RECORDS_PER_POLL)
                            .build();
                    Progress progress = terminal.progress("consume", records == null ? all : records)) {
                consumer.assign(ends.keySet());
                ends.keySet().forEach(partition -> consumer.seek(partition, Position.earliest()));
                var meter = new Meter(System.nanoTime());
                read(consumer, ends, meter, progress);
                BenchResult result = meter.result();
                output.print(terminal, result::json, result::table);
            }
        }
        return 0;
    }

    private void read(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Meter meter, Progress progress) {
        long lastNanos = System.nanoTime();
        while (!enough(consumer, ends, meter.records())) {
            long before = System.nanoTime();
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            long now = System.nanoTime();
            if (!polled.isEmpty()) {
                meter.polled(now - before, now, polled.count(), bytes(polled));
                progress.to(meter.records());
                lastNanos = now;
            } else if (now - lastNanos > cluster.requestTimeout().toNanos()) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "TIMED_OUT",
                        "no record for " + cluster.requestTimeout().toSeconds() + " s after " + meter.records(),
                        "ask for fewer --records, or produce some meanwhile");
            }
        }
    }

    private boolean enough(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, long done) {
        return records != null
                ? done >= records
                : ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static long bytes(ConsumerRecords<byte[], byte[]> polled) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            byte[] value = record.value();
            bytes += value == null ? 0 : value.length;
        }
        return bytes;
    }
}
