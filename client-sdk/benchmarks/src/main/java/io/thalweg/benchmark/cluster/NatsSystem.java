package io.thalweg.benchmark.cluster;

import io.thalweg.benchmark.driver.Codec;
import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.load.Workload;
import io.thalweg.benchmark.load.Workload.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * NATS with JetStream: three of the program {@code nats-server} on the path, with its defaults. It is no JVM, so neither heap nor
 * compiler are set. Its syncs are its default's, one in two minutes; the version of Debian's package (2.9) knows no other.
 */
public final class NatsSystem implements SystemUnderTest {
    private static final int CLIENT = 0;
    private static final int ROUTE = 1;
    private static final int MANY_PARTITIONS = 100;
    private static final Set<Kind> NEED_THE_CONTROLLER = Set.of(Kind.KILL_LEADER, Kind.KILL_CONTROLLER, Kind.RESTART);

    @Override
    public String title() {
        return "NATS";
    }

    @Override
    public String product() {
        return "NATS JetStream " + version();
    }

    private static String version() {
        try {
            Process asked = new ProcessBuilder("nats-server", "--version").start();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.replace("nats-server: v", "").strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public List<String> notes() {
        return List.of(
                "NATS is no JVM: heap, collector and compiler are said of Thalweg's brokers and of both load generators.",
                "NATS has no partitions, batches or idempotent producers here: a partition is a stream of its own with one subject and"
                        + " three replicas, a record is a message, and 4 000 of a producer, not 32 MB, wait for their"
                        + " acknowledgement, which a majority of the replicas must have given.",
                "NATS does not wait for the disk before it counts a record as stored; it has the default `sync_interval`.");
    }

    @Override
    public Durability ownDurability() {
        return Durability.PAGE_CACHE;
    }

    @Override
    public Set<Durability> durabilities() {
        return Set.of(Durability.PAGE_CACHE);
    }

    /** It compresses nothing, keeps who leads its metadata to itself, and a stream for each of 1 000 partitions is too much. */
    @Override
    public boolean can(Workload workload) {
        return workload.producer().codec() == Codec.NONE
                && workload.topic().partitions() < MANY_PARTITIONS
                && workload.records().idlePartitions() == 0
                && workload.topic().retentionBytes() == 0
                && !NEED_THE_CONTROLLER.contains(workload.kind());
    }

    @Override
    public int portsPerBroker() {
        return ROUTE + 1;
    }

    @Override
    public void prepare(Site site, Ports ports) throws IOException {
        String routes = IntStream.rangeClosed(1, Site.BROKERS)
                .mapToObj(id -> "\"nats://" + ports.address(id, ROUTE) + "\"")
                .collect(Collectors.joining(", "));
        for (int id = 1; id <= Site.BROKERS; id++) {
            Files.createDirectories(site.broker(id));
            Files.writeString(config(site, id), """
                    server_name: "%d"
                    listen: "%s"
                    jetstream { store_dir: "%s" }
                    cluster { name: benchmark, listen: "%s", routes: [%s] }
                    """.formatted(
                    id, ports.address(id, CLIENT), site.broker(id).resolve("data"), ports.address(id, ROUTE), routes));
        }
    }

    @Override
    public List<String> broker(Site site, int id) {
        return List.of("nats-server", "-c", config(site, id).toString());
    }

    private static Path config(Site site, int id) {
        return site.broker(id).resolve("nats.conf");
    }

    @Override
    public List<String> load(Site site) {
        return List.of(
                "-cp",
                site.modules().resolve("benchmarks/target/classes") + ":"
                        + site.modules().resolve("benchmarks-nats/target/classes") + ":"
                        + site.modules().resolve("benchmarks-nats/target/lib") + "/*",
                "io.thalweg.benchmark.nats.NatsLoad");
    }
}
