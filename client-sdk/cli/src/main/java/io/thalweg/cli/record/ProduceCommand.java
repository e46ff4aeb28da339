package io.thalweg.cli.record;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Amount;
import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.producer.Acks;
import io.thalweg.client.api.producer.BufferFull;
import io.thalweg.client.api.producer.Compression;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.serde.Serdes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg produce}. */
@Command(name = "produce", description = "Send a record per line of standard input, or of a file.")
final class ProduceCommand implements Callable<Integer> {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "TOPIC", description = "an existing topic")
    private String topic = "";

    @Option(
            names = "--key-separator",
            paramLabel = "C",
            defaultValue = "",
            description =
                    "what stands between key and value, \\t for a tab (default: the line is the value, without key)")
    private String keySeparator = "";

    @Option(names = "--file", paramLabel = "FILE", description = "read this file instead of standard input")
    private @Nullable Path file;

    @Option(
            names = "--acks",
            paramLabel = "ACKS",
            defaultValue = "all",
            description = "all (default), leader or none: what counts as sent")
    private Acks acks = Acks.ALL;

    @Option(
            names = "--partition",
            paramLabel = "P",
            defaultValue = "-1",
            description = "send everything to this partition (default: the key's hash chooses)")
    private int partition = ProducerRecord.ANY_PARTITION;

    @Option(
            names = "--compression",
            paramLabel = "CODEC",
            defaultValue = "none",
            description = "none (default), lz4, zstd, snappy or gzip")
    private Compression compression = Compression.NONE;

    ProduceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (ThalwegClient client = cluster.connect("produce")) {
            int partitions = cluster.await(client.admin().describeTopic(topic))
                    .partitions()
                    .size();
            TopicPartitions.requireIn(topic, partition, partitions);
            var delivery = new Delivery();
            long begin = System.nanoTime();
            try (InputStream in = file == null ? terminal.in() : Files.newInputStream(file)) {
                send(client, in, delivery);
            } catch (java.nio.file.NoSuchFileException e) {
                throw new CommandFailure(
                        ExitCode.NOT_FOUND, "FILE_NOT_FOUND", "there is no file " + file, "check --file");
            }
            conclude(delivery, (System.nanoTime() - begin) / 1e9);
        }
        return 0;
    }

    private void send(ThalwegClient client, InputStream in, Delivery delivery)
            throws IOException, InterruptedException {
        var lines = new LineReader(in);
        var keyed = new KeyedLine(topic, partition, keySeparator);
        try (var interruption = Interruption.install();
                Producer<byte[], byte[]> producer = client.<byte[], byte[]>producer(Serdes.bytes(), Serdes.bytes())
                        .acks(acks)
                        .compression(compression)
                        .deliveryTimeout(cluster.deliveryTimeout())
                        .bufferFull(BufferFull.block(cluster.deliveryTimeout()))
                        .build()) {
            // The main thread may be waiting for a line that never comes, so the hook delivers what was read.
            interruption.onRequest(() -> {
                producer.close(CLOSE_LIMIT);
                interruption.finish();
            });
            byte[] line = lines.next();
            while (line != null && !delivery.hopeless() && !interruption.requested()) {
                ProducerRecord<byte[], byte[]> record = keyed.record(line, lines.lines());
                delivery.begin();
                producer.send(record).whenComplete((where, failure) -> delivery.outcome(failure));
                line = lines.next();
            }
            producer.flush().join();
        }
    }

    private void conclude(Delivery delivery, double seconds) {
        output.print(
                terminal,
                () -> Json.object(
                        "topic",
                        topic,
                        "records",
                        delivery.delivered(),
                        "errors",
                        delivery.failed(),
                        "seconds",
                        Math.round(seconds * 1e3) / 1e3),
                () -> Amount.count(delivery.delivered()) + " records sent to " + topic + " in "
                        + Amount.duration(Duration.ofMillis(Math.round(seconds * 1e3))) + "\n");
        ThalwegException first = delivery.first();
        if (first != null) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    first.reason().name(),
                    Amount.count(delivery.failed()) + " records failed; the first: " + first.getMessage(),
                    first.remedy(),
                    first.details());
        }
    }
}
