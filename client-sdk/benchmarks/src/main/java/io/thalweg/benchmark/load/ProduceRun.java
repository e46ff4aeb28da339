package io.thalweg.benchmark.load;

import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.driver.LoadProducer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sends as fast as the buffers of the producers allow. The latency of a record counts from the call of send, which waits for room. */
final class ProduceRun {
    private final Driver driver;
    private final Workload workload;
    private final ProcessSet processes;
    private final Payloads payloads;
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean over;

    ProduceRun(Driver driver, Workload workload, ProcessSet processes) {
        this.driver = driver;
        this.workload = workload;
        this.processes = processes;
        this.payloads =
                new Payloads(workload.records().bytes(), workload.records().keys());
    }

    Map<Metric, Double> run() throws InterruptedException {
        List<Sender> senders = new ArrayList<>();
        for (int number = 0; number < workload.records().producers(); number++) {
            senders.add(new Sender(driver.producer(workload.producer())));
        }
        senders.forEach(Thread::start);
        TimeUnit.SECONDS.sleep(workload.span().warmupSeconds());
        ProcessSet.Usage begin = processes.usage();
        senders.forEach(sender -> sender.meter.restart());
        TimeUnit.SECONDS.sleep(workload.span().seconds());
        Meter all = new Meter();
        senders.forEach(sender -> all.add(sender.meter));
        ProcessSet.Usage end = processes.usage();
        double megabytes = processes.brokerMegabytes();
        over = true;
        for (Sender sender : senders) {
            sender.join();
        }
        Map<Metric, Double> results = new EnumMap<>(Metric.class);
        results.putAll(Throughput.of(all.records(), workload.records().bytes(), begin, end));
        results.put(Metric.ACK_P50, all.millis(50));
        results.put(Metric.ACK_P99, all.millis(99));
        results.put(Metric.ACK_P999, all.millis(99.9));
        results.put(Metric.ACK_MAX, all.millis(100));
        results.put(Metric.BROKER_MEGABYTES, megabytes);
        results.put(Metric.FAILED_RECORDS, (double) failures.get());
        return results;
    }

    /** One producer and its thread. */
    private final class Sender extends Thread {
        private final LoadProducer producer;
        private final Meter meter = new Meter();

        Sender(LoadProducer producer) {
            super("load-producer");
            this.producer = producer;
        }

        @Override
        public void run() {
            String topic = workload.topic().name();
            try (producer) {
                for (long record = 0; !over; record++) {
                    long began = System.nanoTime();
                    producer.send(
                            topic,
                            LoadProducer.ANY_PARTITION,
                            payloads.key(record),
                            payloads.value(record),
                            failure -> done(began, failure));
                }
                producer.flush();
            }
        }

        private void done(long began, @Nullable Throwable failure) {
            if (failure == null) {
                meter.complete(System.nanoTime() - began);
            } else if (failures.getAndIncrement() == 0) {
                failure.printStackTrace();
            }
        }
    }
}
