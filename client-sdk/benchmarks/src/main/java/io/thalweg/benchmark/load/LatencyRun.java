package io.thalweg.benchmark.load;

import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.driver.LoadConsumer;
import io.thalweg.benchmark.driver.LoadProducer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends at a fixed rate and reads at the same time. Both latencies count from when a record was due. Those of the warm-up
 * are kept apart: they are what the first seconds of an application are like.
 */
final class LatencyRun {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final Driver driver;
    private final Workload workload;
    private final ProcessSet processes;
    private final Payloads payloads;
    private final Meter firstAcks = new Meter();
    private final Meter firstReads = new Meter();
    private final Meter acks = new Meter();
    private final Meter reads = new Meter();
    private final AtomicLong failures = new AtomicLong();
    private volatile long measuredFrom = Long.MAX_VALUE;

    LatencyRun(Driver driver, Workload workload, ProcessSet processes) {
        this.driver = driver;
        this.workload = workload;
        this.processes = processes;
        this.payloads = new Payloads(workload.records().bytes(), 0);
    }

    Map<Metric, Double> run() throws InterruptedException {
        int rate = workload.records().perSecond();
        long warm = (long) workload.span().warmupSeconds() * rate;
        long all = warm + (long) workload.span().seconds() * rate;
        Thread reader;
        ProcessSet.Usage begin;
        ProcessSet.Usage end;
        try (LoadConsumer consumer = driver.consumer(workload.topic().name());
                LoadProducer producer = driver.producer(workload.producer())) {
            reader = new Thread(() -> read(consumer, all), "load-consumer");
            Pacer pacer = new Pacer(System.nanoTime(), rate);
            measuredFrom = pacer.due(warm);
            reader.start();
            send(producer, pacer, 0, warm);
            begin = processes.usage();
            send(producer, pacer, warm, all);
            end = processes.usage();
            producer.flush();
            reader.join();
        }
        Map<Metric, Double> results = new EnumMap<>(Metric.class);
        results.putAll(Throughput.of(all - warm, workload.records().bytes(), begin, end));
        results.put(Metric.ACK_P50, acks.millis(50));
        results.put(Metric.ACK_P99, acks.millis(99));
        results.put(Metric.ACK_P999, acks.millis(99.9));
        results.put(Metric.ACK_MAX, acks.millis(100));
        results.put(Metric.END_TO_END_P50, reads.millis(50));
        results.put(Metric.END_TO_END_P99, reads.millis(99));
        results.put(Metric.END_TO_END_P999, reads.millis(99.9));
        results.put(Metric.FIRST_ACK_P99, firstAcks.millis(99));
        results.put(Metric.FIRST_END_TO_END_P99, firstReads.millis(99));
        results.put(Metric.BROKER_MEGABYTES, processes.brokerMegabytes());
        results.put(Metric.FAILED_RECORDS, (double) (failures.get() + all - firstReads.records() - reads.records()));
        return results;
    }

    private void send(LoadProducer producer, Pacer pacer, long from, long to) {
        String topic = workload.topic().name();
        for (long record = from; record < to; record++) {
            long due = pacer.await(record);
            producer.send(
                    topic,
                    LoadProducer.ANY_PARTITION,
                    null,
                    payloads.stamped(record, due),
                    failure -> acknowledged(due, failure));
        }
    }

    private void acknowledged(long due, @Nullable Throwable failure) {
        if (failure == null) {
            (due < measuredFrom ? firstAcks : acks).complete(System.nanoTime() - due);
        } else if (failures.getAndIncrement() == 0) {
            failure.printStackTrace();
        }
    }

    private void read(LoadConsumer consumer, long all) {
        long left = all;
        long last = System.nanoTime();
        while (left > 0 && System.nanoTime() - last < PATIENCE) {
            int count = consumer.poll(POLL, value -> {
                long due = Payloads.stamp(value);
                (due < measuredFrom ? firstReads : reads).complete(System.nanoTime() - due);
            });
            if (count > 0) {
                last = System.nanoTime();
            }
            left -= count;
        }
    }
}
