package io.thalweg.cli.bench;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Progress;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thalweg bench produce}. */
@Command(
        name = "produce",
        description = "Send records as fast as possible, or at a rate, and wait for every acknowledgement.")
final class BenchProduce implements Callable<Integer> {
    private static final long DEFAULT_RECORDS = 1_000_000;
    private static final int PROGRESS_STEP = 1 << 12;

    private final Terminal terminal;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final LoadOptions load = new LoadOptions();

    @Option(
            names = "--producers",
            paramLabel = "N",
            defaultValue = "1",
            description = "that share the records and the rate, a thread each (default: 1)")
    private int producers = 1;

    BenchProduce(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (producers < 1) {
            throw new IllegalArgumentException("--producers must be positive");
        }
        long records = load.records(DEFAULT_RECORDS);
        var payloads = new Payloads(load.recordSize(0));
        try (ThalwegClient client = cluster.connect("bench-produce")) {
            cluster.await(client.admin().describeTopic(load.topic()));
            var meter = new Meter(System.nanoTime());
            try (Progress progress = terminal.progress("produce", records)) {
                List<CompletableFuture<Void>> shares = new ArrayList<>();
                for (int i = 0; i < producers; i++) {
                    long share = records / producers + (i < records % producers ? 1 : 0);
                    shares.add(CompletableFuture.runAsync(
                            () -> send(client, payloads, share, meter, progress),
                            task -> new Thread(task, "bench-producer").start()));
                }
                CompletableFuture.allOf(shares.toArray(CompletableFuture[]::new))
                        .join();
            }
            BenchResult result = meter.result();
            output.print(terminal, result::json, result::table);
        }
        Throwable first = failure.get();
        if (first != null) {
            ThalwegException reason = ThalwegException.from(first);
            throw new CommandFailure(
                    ExitCode.FAILED,
                    reason.reason().name(),
                    "records failed; the first: " + reason.getMessage(),
                    reason.remedy());
        }
        return 0;
    }

    private void send(ThalwegClient client, Payloads payloads, long records, Meter meter, Progress progress) {
        try (Producer<byte[], byte[]> producer = load.producer(client, cluster)) {
            var pacer = new Pacer(System.nanoTime(), load.rate(0) / producers);
            for (long i = 0; i < records; i++) {
                long due = pacer.await(i);
                byte[] value = payloads.of(i);
                producer.send(ProducerRecord.of(load.topic(), value))
                        .whenComplete((where, thrown) -> outcome(meter, due, value.length, thrown));
                if ((i & (PROGRESS_STEP - 1)) == 0) {
                    progress.to(meter.finished());
                }
            }
            producer.flush().join();
            progress.to(meter.finished());
        }
    }

    private void outcome(Meter meter, long dueNanos, int bytes, @Nullable Throwable thrown) {
        long now = System.nanoTime();
        if (thrown == null) {
            meter.complete(now - dueNanos, now, bytes);
        } else {
            meter.fail(1);
            failure.compareAndSet(null, thrown);
        }
    }
}
