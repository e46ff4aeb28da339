package io.thalweg.cli.quickstart;

import io.thalweg.cli.local.LocalCluster;
import io.thalweg.cli.quickstart.ClassCatalogue.Entry;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.serde.Serdes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * The main job: produce a real data set with keys into 6 partitions with 3 replicas while two groups read it, kill a
 * leader with SIGKILL half way, start it again, and compare what each group saw with what was produced.
 */
final class MainJob {
    static final String TOPIC = "jdk-classes";
    private static final int PARTITIONS = 6;
    private static final int REPLICAS = 3;
    private static final int RECORDS_PER_SECOND = 4_000;
    private static final int STEP = 40;
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    /** What the job is told while it runs. */
    interface Listener {
        void phase(String sentence);

        void produced(int records);
    }

    /**
     * Figures of a run.
     *
     * @param findings what is wrong; empty if everything that was promised holds
     * @param redelivered records that a group saw more than once, which at-least-once reading allows
     */
    record Outcome(
            int records,
            Duration produceTime,
            int killedBroker,
            int killedPartition,
            Duration restartTime,
            WriteLog writes,
            int redelivered,
            List<PartitionDescription> partitions,
            List<String> findings) {}

    private final LocalCluster cluster;
    private final ThalwegClient client;
    private final Listener listener;
    private int killedBroker;
    private Duration restartTime = Duration.ZERO;

    MainJob(LocalCluster cluster, ThalwegClient client, Listener listener) {
        this.cluster = cluster;
        this.client = client;
        this.listener = listener;
    }

    Outcome run() throws IOException, InterruptedException {
        List<Entry> input = ClassCatalogue.read();
        listener.phase("creating topic " + TOPIC + " (" + PARTITIONS + " partitions, " + REPLICAS + " replicas)");
        client.admin()
                .createTopic(NewTopic.named(TOPIC).partitions(PARTITIONS).replicas(REPLICAS))
                .join();
        try (var audit = new GroupReader(client, TOPIC, "audit", input.size());
                var search = new GroupReader(client, TOPIC, "search-index", input.size())) {
            listener.phase("producing " + input.size() + " records while two groups read them");
            var writes = new WriteLog(input.size(), PARTITIONS, System.nanoTime());
            long begin = System.nanoTime();
            produce(input, writes);
            Duration produceTime = Duration.ofNanos(System.nanoTime() - begin);
            listener.phase("waiting until both groups saw everything");
            List<GroupReader> readers = List.of(audit, search);
            return conclude(input, writes, produceTime, readers);
        }
    }

    private void produce(List<Entry> input, WriteLog writes) throws InterruptedException {
        List<CompletableFuture<?>> pending = new ArrayList<>(input.size());
        Thread faults = new Thread(this::killAndRestartALeader, "faults");
        try (Producer<String, String> producer =
                client.producer(Serdes.string(), Serdes.string()).build()) {
            long begin = System.nanoTime();
            for (int i = 0; i < input.size(); i++) {
                if (i == input.size() / 2) {
                    faults.start();
                }
                int record = i;
                Entry entry = input.get(i);
                pending.add(producer.send(TOPIC, entry.key(), entry.value())
                        .thenAccept(where -> writes.acknowledge(record, where, System.nanoTime())));
                if (i % STEP == 0) {
                    listener.produced(i);
                    pace(begin, i);
                }
            }
            CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new)).join();
            listener.produced(input.size());
        }
        faults.join();
    }

    /** A steady rate, so that the fault meets a stream of writes and a gap shows. */
    private static void pace(long beginNanos, int sent) {
        long due = beginNanos + sent * 1_000_000_000L / RECORDS_PER_SECOND;
        long ahead = due - System.nanoTime();
        if (ahead > 0) {
            LockSupport.parkNanos(ahead);
        }
    }

    private void killAndRestartALeader() {
        killedBroker =
                client.admin().describeTopic(TOPIC).join().partitions().get(0).leader();
        listener.phase("killing broker " + killedBroker + " (kill -9), leader of partition 0");
        cluster.kill(killedBroker);
        long begin = System.nanoTime();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        cluster.start(killedBroker);
        restartTime = Duration.ofNanos(System.nanoTime() - begin);
        listener.phase("broker " + killedBroker + " is back");
    }

    private Outcome conclude(List<Entry> input, WriteLog writes, Duration produceTime, List<GroupReader> readers)
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
        List<PartitionDescription> partitions = awaitAllInSync();
        if (partitions.stream().anyMatch(partition -> partition.inSync().size() < REPLICAS)) {
            findings.add("not every replica is in sync again");
        }
        return new Outcome(
                input.size(),
                produceTime,
                killedBroker,
                0,
                restartTime,
                writes,
                redelivered,
                partitions,
                List.copyOf(findings));
    }

    private List<PartitionDescription> awaitAllInSync() {
        long deadline = System.nanoTime() + READ_LIMIT.toNanos();
        while (true) {
            List<PartitionDescription> partitions =
                    client.admin().describeTopic(TOPIC).join().partitions();
            boolean whole =
                    partitions.stream().allMatch(partition -> partition.inSync().size() == REPLICAS);
            if (whole || System.nanoTime() > deadline) {
                return partitions;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
