package io.thalweg.benchmark.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the brokers use while nobody uses them. */
final class IdleRun {
    private final Workload workload;
    private final ProcessSet processes;

    IdleRun(Workload workload, ProcessSet processes) {
        this.workload = workload;
        this.processes = processes;
    }

    Map<Metric, Double> run() throws InterruptedException {
        TimeUnit.SECONDS.sleep(workload.span().warmupSeconds());
        ProcessSet.Usage begin = processes.usage();
        TimeUnit.SECONDS.sleep(workload.span().seconds());
        ProcessSet.Usage end = processes.usage();
        Map<Metric, Double> results = new EnumMap<>(Metric.class);
        results.put(Metric.BROKER_MEGABYTES, processes.brokerMegabytes());
        results.put(Metric.IDLE_CORES, end.brokerCoresSince(begin));
        results.put(Metric.FOREIGN_CORES, end.foreignCoresSince(begin));
        return results;
    }
}
