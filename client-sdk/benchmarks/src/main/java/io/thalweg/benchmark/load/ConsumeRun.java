package io.thalweg.benchmark.load;

import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.driver.LoadConsumer;
import io.thalweg.benchmark.driver.LoadProducer;
import io.thalweg.benchmark.load.Workload.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Fills a topic and reads it from its start with one consumer. */
final class ConsumeRun {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    private final Driver driver;
    private final Workload workload;
    private final ProcessSet processes;
    private final long records;
    private long bytesRead;

    ConsumeRun(Driver driver, Workload workload, ProcessSet processes) {
        this.driver = driver;
        this.workload = workload;
        this.processes = processes;
        this.records = workload.records().totalBytes() / workload.records().bytes();
    }

    Map<Metric, Double> run() throws InterruptedException {
        fill();
        try (LoadConsumer consumer = driver.consumer(workload.topic().name())) {
            passes(consumer, workload.span().warmupSeconds());
            boolean cold = workload.kind() == Kind.CONSUME_COLD;
            if (cold) {
                dropCaches();
            }
            ProcessSet.Usage begin = processes.usage();
            long read = passes(consumer, cold ? 0 : workload.span().seconds());
            ProcessSet.Usage end = processes.usage();
            Map<Metric, Double> results = new EnumMap<>(Metric.class);
            results.putAll(Throughput.of(read, workload.records().bytes(), begin, end));
            results.put(Metric.BROKER_MEGABYTES, processes.brokerMegabytes());
            results.put(Metric.FAILED_RECORDS, 0.0);
            return results;
        }
    }

    private void fill() {
        Payloads payloads = new Payloads(workload.records().bytes(), 0);
        Failure failure = new Failure();
        try (LoadProducer producer = driver.producer(workload.producer())) {
            for (long record = 0; record < records; record++) {
                producer.send(
                        workload.topic().name(), LoadProducer.ANY_PARTITION, null, payloads.value(record), failure);
            }
            producer.flush();
        }
        failure.check();
    }

    /** Whole passes over the topic, at least one, until so much time is over; returns the records read. */
    private long passes(LoadConsumer consumer, int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long read = 0;
        do {
            consumer.toBegin();
            long last = System.nanoTime();
            for (long left = records; left > 0; ) {
                int count = consumer.poll(POLL, value -> bytesRead += value.length);
                left -= count;
                read += count;
                if (count > 0) {
                    last = System.nanoTime();
                } else if (System.nanoTime() - last > PATIENCE) {
                    throw new IllegalStateException(left + " of " + records + " records do not come");
                }
            }
        } while (System.nanoTime() < until);
        if (bytesRead <= 0) {
            throw new IllegalStateException("records without a value");
        }
        return read;
    }

    private static void dropCaches() throws InterruptedException {
        try {
            new ProcessBuilder("sync").start().waitFor();
            Files.writeString(DROP_CACHES, "3");
        } catch (IOException e) {
            throw new UncheckedIOException("only root can drop the page cache", e);
        }
    }
}
