package io.thalweg.benchmark.cluster;

import io.thalweg.benchmark.driver.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Apache Kafka: three nodes that are brokers and controllers, with the options of the JVM that its start script gives, and
 * its defaults but for {@code log.retention.check.interval.ms}, as long as Thalweg's, and {@code log.segment.delete.delay.ms}, which is a minute and would fill the disk with the topics of earlier
 * runs.
 */
public final class KafkaSystem implements SystemUnderTest {
    private static final int CLIENT = 0;
    private static final int CONTROLLER = 1;
    private static final List<String> START_SCRIPT_OPTIONS = List.of(
            "-server",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:InitiatingHeapOccupancyPercent=35",
            "-XX:+ExplicitGCInvokesConcurrent",
            "-Djava.awt.headless=true");

    private final String version;

    /** @param version of the jars */
    public KafkaSystem(String version) {
        this.version = version;
    }

    @Override
    public String title() {
        return "Kafka";
    }

    @Override
    public String product() {
        return "Apache Kafka " + version;
    }

    @Override
    public List<String> notes() {
        return List.of(
                "Kafka has the options of its start script. Two settings differ from its defaults: it deletes the files of a"
                        + " deleted topic after a second, not a minute, so that the disk holds the next run, and looks for what"
                        + " to delete every 30 s, as Thalweg does, not every five minutes.",
                "Kafka was 1.7 times as fast without the optimizing compiler in such a run.",
                "Kafka does not wait for the disk before it counts a record as stored, unless told with `flush.messages=1`.");
    }

    @Override
    public Durability ownDurability() {
        return Durability.PAGE_CACHE;
    }

    @Override
    public int portsPerBroker() {
        return CONTROLLER + 1;
    }

    @Override
    public void prepare(Site site, Ports ports) throws IOException, InterruptedException {
        String cluster = clusterId(UUID.randomUUID());
        List<Process> formatting = new ArrayList<>();
        for (int id = 1; id <= Site.BROKERS; id++) {
            Path config = config(site, id);
            PropertiesFile.write(config, settings(site, ports, id));
            List<String> command = new ArrayList<>(List.of(site.java(), "-Xmx256m"));
            command.addAll(classPath(site));
            command.addAll(
                    List.of("kafka.tools.StorageTool", "format", "--cluster-id=" + cluster, "-c", config.toString()));
            formatting.add(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(site.broker(id).resolve("format.log").toFile())
                    .start());
        }
        for (Process process : formatting) {
            if (process.waitFor() != 0) {
                throw new IOException("Kafka's storage was not formatted; see format.log in " + site.folder());
            }
        }
    }

    /** Sixteen bytes in the form that Kafka wants for ids. */
    static String clusterId(UUID id) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Map<String, String> settings(Site site, Ports ports, int id) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(id));
        settings.put(
                "controller.quorum.voters",
                IntStream.rangeClosed(1, Site.BROKERS)
                        .mapToObj(voter -> voter + "@" + ports.address(voter, CONTROLLER))
                        .collect(Collectors.joining(",")));
        settings.put(
                "listeners",
                "PLAINTEXT://" + ports.address(id, CLIENT) + ",CONTROLLER://" + ports.address(id, CONTROLLER));
        settings.put("advertised.listeners", "PLAINTEXT://" + ports.address(id, CLIENT));
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", site.broker(id).resolve("data").toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "3");
        settings.put("min.insync.replicas", "2");
        settings.put("log.segment.delete.delay.ms", "1000");
        settings.put("log.retention.check.interval.ms", "30000");
        return settings;
    }

    @Override
    public List<String> broker(Site site, int id) {
        List<String> command = new ArrayList<>();
        command.add(site.java());
        command.addAll(site.heapOptions());
        command.addAll(site.compilerOptions());
        command.addAll(START_SCRIPT_OPTIONS);
        command.addAll(classPath(site));
        command.add("kafka.Kafka");
        command.add(config(site, id).toString());
        return command;
    }

    private static Path config(Site site, int id) {
        return site.broker(id).resolve("server.properties");
    }

    private static List<String> classPath(Site site) {
        return List.of("-cp", jars(site));
    }

    private static String jars(Site site) {
        return site.modules().resolve("benchmarks-kafka/target/kafka") + "/*";
    }

    /** With the client library and its libraries as released. */
    @Override
    public List<String> load(Site site) {
        return List.of(
                "-cp",
                site.modules().resolve("benchmarks/target/classes") + ":"
                        + site.modules().resolve("benchmarks-kafka/target/classes") + ":" + jars(site),
                "io.thalweg.benchmark.kafka.KafkaLoad");
    }
}
