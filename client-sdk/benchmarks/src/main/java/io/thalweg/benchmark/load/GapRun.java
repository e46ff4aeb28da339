package io.thalweg.benchmark.load;

import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.driver.LoadProducer;
import io.thalweg.benchmark.load.Workload.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Writes at a fixed rate to all partitions in turn, has a broker killed, and measures how long each partition takes no writes. */
final class GapRun {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    /** Every partition must have been acknowledged this long after the kill; longer than most gaps, so that none is missed. */
    private static final long AFTERWARDS = TimeUnit.SECONDS.toNanos(5);

    private final Driver driver;
    private final Workload workload;
    private final GapMeter meter;
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean over;

    GapRun(Driver driver, Workload workload) {
        this.driver = driver;
        this.workload = workload;
        this.meter = new GapMeter(workload.topic().partitions(), System.nanoTime());
    }

    Map<Metric, Double> run() throws InterruptedException {
        LoadProducer producer = driver.producer(workload.producer());
        Thread sender = new Thread(() -> send(producer), "load-producer");
        sender.start();
        TimeUnit.SECONDS.sleep(workload.span().warmupSeconds());
        int victim = victim();
        meter.restart();
        long killed = System.nanoTime();
        System.out.println(LoadProcess.KILL + " " + victim);
        System.out.flush();
        boolean whole = meter.await(killed + AFTERWARDS, killed + PATIENCE);
        double[] gaps = meter.sortedMillis(System.nanoTime());
        over = true;
        sender.join();
        producer.close();
        Map<Metric, Double> results = new EnumMap<>(Metric.class);
        results.put(Metric.WORST_GAP, whole ? gaps[gaps.length - 1] : PATIENCE / 1e6);
        results.put(Metric.MEDIAN_GAP, gaps[gaps.length / 2]);
        results.put(Metric.FAILED_RECORDS, (double) failures.get());
        return results;
    }

    private int victim() {
        int controller = driver.controller();
        if (workload.kind() == Kind.KILL_CONTROLLER) {
            return controller;
        }
        return driver.leaders(workload.topic().name()).stream()
                .filter(leader -> leader != controller)
                .findFirst()
                .orElseThrow();
    }

    private void send(LoadProducer producer) {
        Payloads payloads = new Payloads(workload.records().bytes(), 0);
        Pacer pacer = new Pacer(System.nanoTime(), workload.records().perSecond());
        int partitions = workload.topic().partitions();
        for (long record = 0; !over; record++) {
            pacer.await(record);
            int partition = (int) (record % partitions);
            producer.send(workload.topic().name(), partition, null, payloads.value(record), failure -> {
                if (failure == null) {
                    meter.acknowledged(partition, System.nanoTime());
                } else if (failures.getAndIncrement() == 0) {
                    failure.printStackTrace();
                }
            });
        }
    }
}
