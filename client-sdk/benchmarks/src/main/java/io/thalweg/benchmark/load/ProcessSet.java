package io.thalweg.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What Linux tells of the brokers and of this process. */
final class ProcessSet {
    private static final Path PROC = Path.of("/proc");

    private final Map<Integer, Long> pidByBroker;

    ProcessSet(Map<Integer, Long> pidByBroker) {
        this.pidByBroker = new TreeMap<>(pidByBroker);
    }

    /** Ids of the brokers. */
    Set<Integer> brokers() {
        return pidByBroker.keySet();
    }

    /** What all have used up to now. */
    Usage usage() {
        long ticks = ticks(pidByBroker.values());
        long own = ticks(Set.of(ProcessHandle.current().pid()));
        long machine = ProcFormat.busyTicks(read(PROC.resolve("stat")));
        return new Usage(System.nanoTime(), ticks, own, machine);
    }

    private static long ticks(Collection<Long> pids) {
        return pids.stream()
                .mapToLong(pid -> ProcFormat.processTicks(read(PROC.resolve(pid + "/stat"))))
                .sum();
    }

    /** Resident memory of the broker that has most, in MB of 10^6 bytes. */
    double brokerMegabytes() {
        return pidByBroker.values().stream()
                .mapToDouble(pid -> ProcFormat.residentBytes(read(PROC.resolve(pid + "/status"))) / 1e6)
                .max()
                .orElse(0);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Processor time up to a moment, in ticks.
     *
     * @param nanos the moment
     * @param brokers of all brokers
     * @param own of this process
     * @param machine of everything on this machine
     */
    record Usage(long nanos, long brokers, long own, long machine) {
        private static final double TICKS_PER_SECOND = 100;

        double secondsSince(Usage begin) {
            return (nanos - begin.nanos) / 1e9;
        }

        /** Processor seconds of brokers and this process. */
        double cpuSince(Usage begin) {
            return (brokers + own - begin.brokers - begin.own) / TICKS_PER_SECOND;
        }

        double brokerCoresSince(Usage begin) {
            return (brokers - begin.brokers) / TICKS_PER_SECOND / secondsSince(begin);
        }

        /** Cores that others kept busy. */
        double foreignCoresSince(Usage begin) {
            double all = (machine - begin.machine) / TICKS_PER_SECOND;
            return Math.max(0, all - cpuSince(begin)) / secondsSince(begin);
        }
    }
}
