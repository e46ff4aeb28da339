package io.thalweg.cli.bench;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Progress;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.serde.Serdes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thalweg bench latency}. */
@Command(
        name = "latency",
        description =
                "Send records at a rate and read them at the same time: from when a record was due to when it was read.")
final class BenchLatency implements Callable<Integer> {
    private static final long DEFAULT_RECORDS = 10_000;
    private static final double DEFAULT_RATE = 1_000;
    private static final int STAMP = 2 * Long.BYTES;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final LoadOptions load = new LoadOptions();

    BenchLatency(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        long records = load.records(DEFAULT_RECORDS);
        int size = load.recordSize(STAMP);
        double rate = load.rate(DEFAULT_RATE);
        try (ThalwegClient client = cluster.connect("bench-latency")) {
            Map<TopicPartition, Long> ends = TopicEnds.of(client, cluster, load.topic());
            try (Consumer<byte[], byte[]> consumer = client.<byte[], byte[]>consumer(Serdes.bytes(), Serdes.bytes())
                            .build();
                    Progress progress = terminal.progress("latency", records)) {
                consumer.assign(ends.keySet());
                ends.forEach(consumer::seek);
                long run = System.nanoTime();
                var meter = new Meter(run);
                CompletableFuture<Void> sending = CompletableFuture.runAsync(
                        () -> send(client, new Payloads(size), records, rate, run),
                        task -> new Thread(task, "bench-producer").start());
                read(consumer, records, run, meter, sending, progress);
                sending.join();
                BenchResult result = meter.result();
                output.print(terminal, result::json, result::table);
            }
        }
        return 0;
    }

    /** Each value begins with the run, to tell its records from others, and the time it was due. */
    private void send(ThalwegClient client, Payloads payloads, long records, double rate, long run) {
        try (Producer<byte[], byte[]> producer = load.producer(client, cluster)) {
            var pacer = new Pacer(System.nanoTime(), rate);
            for (long i = 0; i < records; i++) {
                long due = pacer.await(i);
                byte[] value = payloads.of(i).clone();
                ByteBuffer.wrap(value).putLong(run).putLong(due);
                producer.send(ProducerRecord.of(load.topic(), value));
            }
            producer.flush().join();
        }
    }

    private void read(
            Consumer<byte[], byte[]> consumer,
            long records,
            long run,
            Meter meter,
            CompletableFuture<Void> sending,
            Progress progress) {
        long lastNanos = System.nanoTime();
        while (meter.records() < records) {
            var polled = consumer.poll(POLL);
            long now = System.nanoTime();
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                byte[] value = record.value();
                if (value != null
                        && value.length >= STAMP
                        && ByteBuffer.wrap(value).getLong() == run) {
                    meter.complete(now - ByteBuffer.wrap(value).getLong(Long.BYTES), now, value.length);
                    lastNanos = now;
                }
            }
            progress.to(meter.records());
            boolean over = now - lastNanos > cluster.requestTimeout().toNanos();
            if (over || sending.isCompletedExceptionally()) {
                meter.fail(records - meter.records());
                return;
            }
        }
    }
}
