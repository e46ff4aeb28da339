package io.thalweg.cli.quickstart;

import io.thalweg.cli.local.LocalCluster;
import io.thalweg.cli.quickstart.ClassCatalogue.Entry;
import io.thalweg.cli.terminal.Progress;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * The main job: produce a real data set with keys into 6 partitions with 3 replicas while two groups read it, kill a
 * leader with SIGKILL half way, start it again, and compare what each group saw with what was produced.
 */
final class MainJob {
    static final String TOPIC = "jdk-classes";
    static final List<String> GROUPS = List.of("audit", "search-index");
    private static final int PARTITIONS = 6;
    private static final int REPLICAS = 3;
    private static final int RECORDS_PER_SECOND = 4_000;
    private static final int STEP = 40;
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    /**
     * Figures of a run.
     *
     * @param findings what is wrong; empty if everything that was promised holds
     * @param redelivered records that a group saw more than once, which at-least-once reading allows
     */
    record Outcome(
            int records,
            Duration produceTime,
            LeaderCrash.Crash crash,
            WriteLog writes,
            int redelivered,
            List<PartitionDescription> partitions,
            List<String> findings) {}

    private final LocalCluster cluster;
    private final ThalwegClient client;
    private final Progress progress;

    MainJob(LocalCluster cluster, ThalwegClient client, Progress progress) {
        this.cluster = cluster;
        this.client = client;
        this.progress = progress;
    }

    Outcome run(ClassCatalogue catalogue) throws InterruptedException {
        List<Entry> input = catalogue.entries();
        progress.phase("topic " + TOPIC + ": " + PARTITIONS + " partitions, " + REPLICAS + " replicas");
        client.admin()
                .createTopic(NewTopic.named(TOPIC).partitions(PARTITIONS).replicas(REPLICAS))
                .join();
        try (var audit = new GroupReader(client, TOPIC, GROUPS.get(0), input.size());
                var search = new GroupReader(client, TOPIC, GROUPS.get(1), input.size())) {
            progress.phase(input.size() + " records, read by groups " + String.join(" and ", GROUPS));
            var faults = new FutureTask<>(new LeaderCrash(cluster, client, progress));
            var writes = new WriteLog(input.size(), PARTITIONS, System.nanoTime());
            Duration produceTime = produce(input, writes, faults);
            progress.phase("waiting until both groups saw everything");
            return conclude(input, writes, produceTime, faults, List.of(audit, search));
        }
    }

    private Duration produce(List<Entry> input, WriteLog writes, FutureTask<LeaderCrash.Crash> faults) {
        List<CompletableFuture<?>> pending = new ArrayList<>(input.size());
        long begin = System.nanoTime();
        try (Producer<String, String> producer = client.<String, String>producer(Serdes.string(), Serdes.string())
                .build()) {
            for (int i = 0; i < input.size(); i++) {
                if (i == input.size() / 2) {
                    new Thread(faults, "faults").start();
                }
                int record = i;
                Entry entry = input.get(i);
                pending.add(producer.send(TOPIC, entry.key(), entry.value())
                        .thenAccept(where -> writes.acknowledge(record, where, System.nanoTime())));
                if (i % STEP == 0) {
                    progress.to(i);
                    pace(begin, i);
                }
            }
            CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new)).join();
            progress.to(input.size());
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** A steady rate, so that the fault meets a stream of writes and a gap shows. */
    private static void pace(long beginNanos, int sent) {
        long due = beginNanos + sent * 1_000_000_000L / RECORDS_PER_SECOND;
        long ahead = due - System.nanoTime();
        if (ahead > 0) {
            LockSupport.parkNanos(ahead);
        }
    }

    private Outcome conclude(
            List<Entry> input,
            WriteLog writes,
            Duration produceTime,
            FutureTask<LeaderCrash.Crash> faults,
            List<GroupReader> readers)
            throws InterruptedException {
        List<String> findings = new ArrayList<>();
        var verification = new Verification(input, writes);
        int redelivered = 0;
        for (GroupReader reader : readers) {
            if (!reader.awaitAll(READ_LIMIT)) {
                findings.add("group " + reader.group() + " saw only " + reader.count() + " records in time");
            }
            findings.addAll(verification.check(reader.group(), reader.seen()));
            redelivered += reader.seen().size() - reader.count();
        }
        writes.sharedPlaces().forEach(place -> findings.add("two records were acknowledged at " + place));
        LeaderCrash.Crash crash = result(faults);
        List<PartitionDescription> partitions = awaitAllInSync();
        if (partitions.stream().anyMatch(partition -> partition.inSync().size() < REPLICAS)) {
            findings.add("not every replica is in sync again");
        }
        return new Outcome(input.size(), produceTime, crash, writes, redelivered, partitions, List.copyOf(findings));
    }

    private static LeaderCrash.Crash result(FutureTask<LeaderCrash.Crash> faults) throws InterruptedException {
        try {
            return faults.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private List<PartitionDescription> awaitAllInSync() {
        long deadline = System.nanoTime() + READ_LIMIT.toNanos();
        while (true) {
            List<PartitionDescription> partitions =
                    client.admin().describeTopic(TOPIC).join().partitions();
            boolean whole = partitions.stream()
                    .allMatch(partition -> partition.inSync().size() == REPLICAS
                            && partition.positions().error() == null);
            if (whole || System.nanoTime() > deadline) {
                return partitions;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
