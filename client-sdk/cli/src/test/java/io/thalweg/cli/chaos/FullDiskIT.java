package io.thalweg.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.disk.SmallDisk;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.history.LogRules;
import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.cli.chaos.load.Dump;
import io.thalweg.cli.chaos.load.Recorder;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.cli.chaos.load.Writer;
import io.thalweg.cli.chaos.nemesis.Nemesis;
import io.thalweg.cli.chaos.nemesis.Target;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.PartitionDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One of three brokers on a small file system that fills up while producers go on. */
final class FullDiskIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Topic TOPIC = new Topic("filling", 3);
    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration RECOVERY = Duration.ofMinutes(2);
    private static final int MEBIBYTES = 512;
    private static final long TOO_FULL_TO_FOLLOW = 90L << 20;

    @Test
    void shouldGoOnWithoutABrokerWhoseDiskIsFullAndTakeItBack() throws Exception {
        Path folder = Files.createTempDirectory("thalweg-full-disk-");
        Optional<SmallDisk> disk = SmallDisk.mount(folder.resolve("broker-1/data"), MEBIBYTES);
        assumeTrue(disk.isPresent(), "a small file system needs Linux and the right to mount (root)");
        try (SmallDisk small = disk.get();
                BrokerSet brokers = BrokerSet.of(HOME, folder, SESSION.toSeconds() + "s")) {
            brokers.heal();
            try (ThalwegClient client = Applications.connect(brokers)) {
                assertThat(fillAndJudge(brokers, client, brokers.broker(1), small))
                        .as("findings; logs and data are in %s", folder)
                        .isEmpty();
            }
        }
        Folders.delete(folder);
    }

    private static List<Finding> fillAndJudge(
            BrokerSet brokers, ThalwegClient client, BrokerProcess victim, SmallDisk disk) throws Exception {
        Nemesis nemesis = new Nemesis(
                new Target(brokers, client, TOPIC, new Random()), client, SESSION, RECOVERY, System.out::println);
        nemesis.awaitWhole("the start");
        client.admin()
                .createTopic(NewTopic.named(TOPIC.name())
                        .partitions(TOPIC.partitions())
                        .replicas(BrokerSet.SIZE))
                .join();
        Recorder recorder = new Recorder();
        List<Writer> writers = List.of(
                Writer.start(client, 1, TOPIC, recorder, Duration.ofSeconds(60)),
                Writer.start(client, 2, TOPIC, recorder, Duration.ofSeconds(60)));

        disk.fill(TOO_FULL_TO_FOLLOW);
        await().atMost(RECOVERY)
                .until(() -> partitions(client).stream()
                        .noneMatch(partition -> partition.inSync().contains(victim.id())));
        assertThat(victim.isRunning()).isTrue();
        disk.empty();
        nemesis.awaitWhole("a disk that was nearly full");
        assertThat(victim.said()).contains("replicas leave the in-sync sets").doesNotContain("halting");

        disk.fill(0);
        victim.kill();
        victim.start();
        await().atMost(RECOVERY).until(() -> !victim.isRunning());
        assertThat(victim.exitCode()).isEqualTo(4);
        assertThat(victim.said()).contains("why: ", "try: ").containsIgnoringCase("space");
        disk.empty();
        victim.start();
        nemesis.awaitWhole("a disk that was full");
        assertThat(victim.said()).contains("restart of kind PROCESS");

        writers.forEach(Writer::end);
        List<Finding> findings = new ArrayList<>(LogRules.findings(recorder.history(dumps(client, nemesis))));
        findings.addAll(recorder.surprises());
        return findings;
    }

    private static List<PartitionDescription> partitions(ThalwegClient client) {
        return client.admin().describeTopic(TOPIC.name()).join().partitions();
    }

    private static Map<String, List<Sight>> dumps(ThalwegClient client, Nemesis nemesis) throws InterruptedException {
        Map<String, List<Sight>> dumps = new TreeMap<>();
        for (int broker = 1; broker <= BrokerSet.SIZE; broker++) {
            nemesis.awaitWhole("the last disk");
            Leadership.give(client, TOPIC, broker, RECOVERY);
            dumps.put("broker " + broker, Dump.of(client, "dump of broker " + broker, TOPIC));
            Leadership.release(client);
        }
        return dumps;
    }
}
