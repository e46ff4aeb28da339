package io.thalweg.testkit;

import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.admin.TopicDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real brokers in this JVM, on free ports of the loopback interface, with their data in a folder that goes away with them.
 * Nothing of them is simulated: they elect, replicate, sync to disk and speak gRPC as in production. Thread-safe.
 *
 * <p>Do not block the JVM's common pool, as {@code CompletableFuture.runAsync(work)} without an executor does: the metadata's
 * Raft log is appended there, and on two processors Java 25 has one thread for all.
 *
 * <pre>{@code
 * try (ThalwegCluster cluster = ThalwegCluster.start(3)) {
 *     ThalwegClient client = cluster.client();
 *     client.admin().createTopic(NewTopic.named("orders").partitions(6).replicas(3)).join();
 *     try (Producer<String, String> producer = client.producer(Serdes.string(), Serdes.string()).build()) {
 *         producer.sendAndWait(ProducerRecord.of("orders", "c-42", "first"));
 *         cluster.leaderOf("orders", 0).kill();
 *         producer.sendAndWait(ProducerRecord.of("orders", "c-42", "second"));
 *     }
 * }
 * }</pre>
 */
public final class ThalwegCluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ThalwegCluster.class);

    private final ClusterLayout layout;
    private final @Nullable Path ownFolder;
    private final List<ClusterBroker> brokers;
    private final AtomicReference<@Nullable ThalwegClient> client = new AtomicReference<>();

    private ThalwegCluster(ClusterLayout layout, @Nullable Path ownFolder) {
        this.layout = layout;
        this.ownFolder = ownFolder;
        this.brokers = IntStream.rangeClosed(1, layout.brokers())
                .mapToObj(id -> new ClusterBroker(layout, id))
                .toList();
    }

    /**
     * Starts that many brokers, numbered from 1, and waits until all are ready, at most 60 s each. The first three hold the
     * metadata; with fewer, the first alone.
     *
     * @throws IllegalStateException when one does not start; those that did are stopped again
     */
    public static ThalwegCluster start(int brokers) {
        return builder().brokers(brokers).start();
    }

    /** Begins a cluster of three brokers in a temporary folder. */
    public static ThalwegClusterBuilder builder() {
        return new ThalwegClusterBuilder();
    }

    /** Starts a cluster in {@code folder}, or in a temporary folder that {@link #close} deletes. */
    static ThalwegCluster start(int brokers, @Nullable Path folder) {
        Path data = folder == null ? temporaryFolder() : folder;
        ThalwegCluster cluster = new ThalwegCluster(ClusterLayout.of(data, brokers), folder == null ? data : null);
        try {
            cluster.brokers.forEach(ClusterBroker::begin);
            cluster.brokers.forEach(ClusterBroker::awaitReady);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Addresses of all brokers, {@code HOST:PORT,HOST:PORT}, for a client of your own. */
    public String bootstrap() {
        return layout.bootstrap();
    }

    /** A client of this cluster, always the same one; closed with the cluster. */
    public ThalwegClient client() {
        ThalwegClient existing = client.get();
        if (existing != null) {
            return existing;
        }
        ThalwegClient connected = ThalwegClient.connect(bootstrap());
        ThalwegClient first = client.compareAndExchange(null, connected);
        if (first == null) {
            return connected;
        }
        connected.close();
        return first;
    }

    /** All brokers, also those that do not run, in the order of their ids. */
    public List<ClusterBroker> brokers() {
        return brokers;
    }

    /**
     * The broker of that id.
     *
     * @throws IllegalArgumentException when there is none
     */
    public ClusterBroker broker(int id) {
        if (id < 1 || id > brokers.size()) {
            throw new IllegalArgumentException("no broker " + id + "; there are 1 to " + brokers.size());
        }
        return brokers.get(id - 1);
    }

    /**
     * The broker that leads a partition, as the cluster says now; it may have changed by the time of return.
     *
     * @throws IllegalArgumentException when the topic has no such partition
     * @throws IllegalStateException when nobody leads it now
     * @throws java.util.concurrent.CompletionException when the cluster does not know the topic, or does not answer
     */
    public ClusterBroker leaderOf(String topic, int partition) {
        TopicDescription description = client().admin().describeTopic(topic).join();
        PartitionDescription found = description.partitions().stream()
                .filter(candidate -> candidate.partition() == partition)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(topic + " has no partition " + partition));
        if (found.leader() == 0) {
            throw new IllegalStateException(topic + "-" + partition + " has no leader now");
        }
        return broker(found.leader());
    }

    /** Closes the client, kills the brokers and deletes the temporary folder. Never throws; calling it again does nothing. */
    @Override
    public void close() {
        ThalwegClient open = client.getAndSet(null);
        if (open != null) {
            open.close();
        }
        brokers.forEach(ClusterBroker::kill);
        if (ownFolder != null) {
            delete(ownFolder);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("thalweg-cluster-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder", e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} is not deleted: {}", folder, e.toString());
        }
    }
}
