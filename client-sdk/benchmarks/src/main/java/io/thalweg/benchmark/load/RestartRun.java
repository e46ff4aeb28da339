package io.thalweg.benchmark.load;

import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.driver.LoadProducer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Fills the partitions of one broker, which have no other replica, has it killed and started again, and waits for it to take a record. */
final class RestartRun {
    /** Written right before the kill, so that there is something to recover. */
    private static final long BYTES_BEFORE_KILL = 200_000_000;

    private final Driver driver;
    private final Workload workload;
    private final Payloads payloads;

    RestartRun(Driver driver, Workload workload) {
        this.driver = driver;
        this.workload = workload;
        this.payloads = new Payloads(workload.records().bytes(), 0);
    }

    Map<Metric, Double> run() {
        String topic = workload.topic().name();
        List<Integer> leaders = driver.leaders(topic);
        int controller = driver.controller();
        int victim = leaders.stream()
                .filter(leader -> leader != controller)
                .findFirst()
                .orElseThrow();
        int[] partitions = IntStream.range(0, leaders.size())
                .filter(partition -> leaders.get(partition) == victim)
                .toArray();
        write(partitions, workload.records().totalBytes());
        write(partitions, BYTES_BEFORE_KILL);
        long killed = System.nanoTime();
        System.out.println(LoadProcess.RESTART + " " + victim);
        System.out.flush();
        awaitKill();
        write(new int[] {partitions[0]}, workload.records().bytes());
        double seconds = (System.nanoTime() - killed) / 1e9;
        Map<Metric, Double> results = new EnumMap<>(Metric.class);
        results.put(Metric.RESTART, seconds);
        return results;
    }

    /** The old process must be gone before the record is sent, or it may take it. */
    private static void awaitKill() {
        try {
            if (System.in.read() < 0) {
                throw new IllegalStateException("nobody restarts the broker");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(int[] partitions, long bytes) {
        long records = bytes / workload.records().bytes();
        Failure failure = new Failure();
        try (LoadProducer producer = driver.producer(workload.producer())) {
            for (long record = 0; record < records; record++) {
                producer.send(
                        workload.topic().name(),
                        partitions[(int) (record % partitions.length)],
                        null,
                        payloads.value(record),
                        failure);
            }
            producer.flush();
        }
        failure.check();
    }
}
