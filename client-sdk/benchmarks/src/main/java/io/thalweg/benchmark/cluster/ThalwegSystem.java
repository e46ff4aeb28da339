package io.thalweg.benchmark.cluster;

import io.thalweg.benchmark.driver.Durability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Thalweg as the build leaves it, by its launcher, with its defaults. */
public final class ThalwegSystem implements SystemUnderTest {
    private static final int CLIENT = 0;
    private static final int PEER = 1;
    private static final int RAFT = 2;
    private static final int HTTP = 3;

    @Override
    public String title() {
        return "Thalweg";
    }

    @Override
    public String product() {
        return title();
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public Durability ownDurability() {
        return Durability.FSYNC;
    }

    @Override
    public int portsPerBroker() {
        return HTTP + 1;
    }

    @Override
    public void prepare(Site site, Ports ports) throws IOException {
        String cluster = UUID.randomUUID().toString();
        String voters = IntStream.rangeClosed(1, Site.BROKERS)
                .mapToObj(id -> id + "@" + ports.address(id, PEER) + ":" + ports.number(id, RAFT))
                .collect(Collectors.joining(","));
        for (int id = 1; id <= Site.BROKERS; id++) {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("cluster.id", cluster);
            settings.put("broker.id", Integer.toString(id));
            settings.put("data.dir", site.broker(id).resolve("data").toString());
            settings.put("metadata.voters", voters);
            settings.put("listener.client.bind", ports.address(id, CLIENT));
            settings.put("listener.peer.bind", ports.address(id, PEER));
            settings.put("listener.raft.bind", ports.address(id, RAFT));
            settings.put("http.bind", ports.address(id, HTTP));
            PropertiesFile.write(site.broker(id).resolve("broker.properties"), settings);
        }
    }

    @Override
    public List<String> broker(Site site, int id) {
        List<String> command = new ArrayList<>();
        command.add("env");
        command.add("THALWEG_JAVA_HOME=" + site.javaHome());
        command.add("THALWEG_JAVA_OPTS=" + String.join(" ", site.heapOptions()));
        command.add(site.home().resolve("deploy/bin/thalweg").toString());
        command.add("server");
        command.add("--config");
        command.add(site.broker(id).resolve("broker.properties").toString());
        return command;
    }

    @Override
    public List<String> load(Site site) {
        return List.of(
                "-cp",
                site.modules().resolve("benchmarks/target/classes") + ":"
                        + site.modules().resolve("benchmarks/target/lib") + "/*",
                "io.thalweg.benchmark.thalweg.ThalwegLoad");
    }
}
