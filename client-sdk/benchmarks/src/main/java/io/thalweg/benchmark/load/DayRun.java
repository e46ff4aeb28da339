package io.thalweg.benchmark.load;

import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.driver.LoadProducer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes much more than a topic keeps, as fast as it goes, and compares the last bytes with the first; then deletes the topic
 * while another one is written to at a fixed rate.
 */
final class DayRun {
    private static final long STEP_BYTES = 1_000_000_000;
    private static final int BESIDE_PER_SECOND = 1_000;
    private static final int BESIDE_SECONDS_BEFORE = 3;
    private static final int BESIDE_SECONDS_AFTER = 10;

    private final Driver driver;
    private final Workload workload;
    private final ProcessSet processes;
    private final Payloads payloads;
    private final AtomicLong acknowledged = new AtomicLong();
    private final Failure failure = new Failure();
    private volatile boolean over;

    DayRun(Driver driver, Workload workload, ProcessSet processes) {
        this.driver = driver;
        this.workload = workload;
        this.processes = processes;
        this.payloads = new Payloads(workload.records().bytes(), 0);
    }

    Map<Metric, Double> run() throws InterruptedException {
        List<Double> rates = write();
        Map<Metric, Double> results = new EnumMap<>(Metric.class);
        results.put(Metric.FIRST_GIGABYTE, rates.get(0));
        results.put(Metric.LAST_GIGABYTE, rates.get(rates.size() - 1));
        results.put(Metric.SLOWEST_GIGABYTE, Collections.min(rates));
        results.put(Metric.BROKER_MEGABYTES, processes.brokerMegabytes());
        results.put(Metric.DELETION_ACK_MAX, delete());
        return results;
    }

    /** Records per second of each gigabyte, after the warm-up. */
    private List<Double> write() {
        long step = STEP_BYTES / workload.records().bytes();
        long steps = workload.records().totalBytes() / STEP_BYTES;
        List<Double> rates = new ArrayList<>();
        try (LoadProducer producer = driver.producer(workload.producer())) {
            long warm =
                    System.nanoTime() + TimeUnit.SECONDS.toNanos(workload.span().warmupSeconds());
            long record = 0;
            while (System.nanoTime() < warm) {
                send(producer, record++);
            }
            long begun = System.nanoTime();
            long seen = acknowledged.get();
            while (rates.size() < steps) {
                failure.check();
                send(producer, record++);
                if (acknowledged.get() - seen >= step) {
                    long now = System.nanoTime();
                    rates.add(step / ((now - begun) / 1e9));
                    begun = now;
                    seen += step;
                }
            }
            producer.flush();
        }
        failure.check();
        return rates;
    }

    private void send(LoadProducer producer, long record) {
        producer.send(workload.topic().name(), LoadProducer.ANY_PARTITION, null, payloads.value(record), cause -> {
            failure.done(cause);
            if (cause == null) {
                acknowledged.incrementAndGet();
            }
        });
    }

    /** Deletes the topic; returns the longest wait of a record of another one, in milliseconds. */
    private double delete() throws InterruptedException {
        String beside = "beside";
        driver.createTopic(workload.topic().other(beside, workload.topic().partitions()));
        Meter meter = new Meter();
        Thread sender = new Thread(() -> pace(beside, meter), "load-producer");
        sender.start();
        TimeUnit.SECONDS.sleep(BESIDE_SECONDS_BEFORE);
        meter.restart();
        driver.deleteTopic(workload.topic().name());
        TimeUnit.SECONDS.sleep(BESIDE_SECONDS_AFTER);
        over = true;
        sender.join();
        driver.deleteTopic(beside);
        failure.check();
        if (meter.records() < (long) BESIDE_PER_SECOND * BESIDE_SECONDS_AFTER / 2) {
            throw new IllegalStateException("only " + meter.records() + " records were written beside the deletion");
        }
        return meter.millis(100);
    }

    private void pace(String topic, Meter meter) {
        Pacer pacer = new Pacer(System.nanoTime(), BESIDE_PER_SECOND);
        try (LoadProducer producer = driver.producer(workload.producer())) {
            for (long record = 0; !over; record++) {
                long due = pacer.await(record);
                producer.send(topic, LoadProducer.ANY_PARTITION, null, payloads.value(record), cause -> {
                    failure.done(cause);
                    meter.complete(System.nanoTime() - due);
                });
            }
            producer.flush();
        }
    }
}
