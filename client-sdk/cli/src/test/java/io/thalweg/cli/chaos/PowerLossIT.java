package io.thalweg.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.disk.Shim;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.history.Outcome;
import io.thalweg.cli.chaos.load.Recorder;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.cli.chaos.load.Writer;
import io.thalweg.cli.chaos.nemesis.Nemesis;
import io.thalweg.cli.chaos.nemesis.Target;
import io.thalweg.cli.chaos.network.NetworkKind;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.NewTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All brokers lose power at once, and with it what they had not forced to their disks. */
final class PowerLossIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Topic TOPIC = new Topic("log", 1);
    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path temp;

    @Test
    void shouldKeepEveryAcknowledgedRecordWhenAllLosePower() throws Exception {
        Shim shim = shim();
        long seed = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));
        Path folder = Files.createTempDirectory("thalweg-power-" + seed + "-");

        List<Finding> findings = run(folder, seed, shim, List.of("POWER_CUT_ALL"));

        assertThat(findings)
                .as("findings of seed %d; logs and data are in %s", seed, folder)
                .isEmpty();
        Folders.delete(folder);
    }

    /**
     * Disks that say of the journals that they are forced, and lose them: without that the test above could mean that nothing
     * is ever lost here. The brokers know how far they had synced, and serve nothing rather than less.
     */
    @Test
    void shouldServeNothingRatherThanLessWhenDisksDoNotKeepWhatWasForced() throws Exception {
        Shim shim = shim().lyingAbout(".journal");
        try (BrokerSet brokers =
                BrokerSet.of(HOME, temp, SESSION.toSeconds() + "s").onDisks(shim)) {
            brokers.heal();
            try (ThalwegClient client = Applications.connect(brokers)) {
                Target target = new Target(brokers, client, TOPIC, new Random(1));
                new Nemesis(target, client, SESSION, PATIENCE, System.out::println).awaitWhole("the start");
                client.admin()
                        .createTopic(NewTopic.named(TOPIC.name()).partitions(1).replicas(BrokerSet.SIZE))
                        .join();
                Recorder recorder = new Recorder();
                Writer writer = Writer.start(client, 1, TOPIC, recorder, Duration.ofSeconds(1));
                await().atMost(PATIENCE).until(() -> acknowledged(recorder) > 500);

                brokers.all().parallelStream().forEach(BrokerProcess::kill);
                brokers.all().forEach(broker -> broker.disk().losePower(new LosingAll(), false));
                brokers.heal();

                await().atMost(PATIENCE).until(() -> offline(client) > 0 && brokers.areReady());
                long before = acknowledged(recorder);
                writer.end();
                assertThat(acknowledged(recorder))
                        .as("acknowledged after the cut")
                        .isEqualTo(before);
            }
        }
    }

    private static long acknowledged(Recorder recorder) {
        return recorder.history(Map.of()).writes().stream()
                .filter(write -> write.outcome() == Outcome.DONE)
                .count();
    }

    private static int offline(ThalwegClient client) {
        try {
            return client.admin().describeCluster().join().offlinePartitions();
        } catch (CompletionException | ThalwegException e) {
            return 0;
        }
    }

    /** The worst draw: nothing of what was not forced is kept. */
    private static final class LosingAll extends Random {
        @Override
        public int nextInt(int bound) {
            return 0;
        }
    }

    private Shim shim() {
        Optional<Shim> shim = Shim.compile(temp.resolve("shim"));
        assumeTrue(shim.isPresent(), "a power cut is played with a shim that needs Linux and a C compiler (cc)");
        return shim.get();
    }

    private static List<Finding> run(Path folder, long seed, Shim shim, List<String> faults)
            throws InterruptedException {
        return new ChaosRun(folder, seed, System.out::println, Optional.of(shim), faults, NetworkKind.best())
                .run(Duration.ZERO);
    }
}
