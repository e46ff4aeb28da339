package io.thalweg.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.disk.Damage;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.history.LogRules;
import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.cli.chaos.load.Dump;
import io.thalweg.cli.chaos.load.Reader;
import io.thalweg.cli.chaos.load.Recorder;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.cli.chaos.load.Writer;
import io.thalweg.cli.chaos.nemesis.Nemesis;
import io.thalweg.cli.chaos.nemesis.Target;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.NewTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * One wrong byte on one of three brokers while it is down, in every kind of file, while applications go on.
 * {@code -Ddamage.kinds} says how many kinds or which, {@code -Dchaos.seed} draws them.
 */
final class DamageIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Topic TOPIC = new Topic("damaged", 2);
    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    @Test
    void shouldRefuseOrCopyAnewWhatIsDamagedAndLoseNothing() throws Exception {
        long seed = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));
        List<Damage> kinds = kinds(new Random(seed));
        System.out.println("damage seed " + seed + ": " + kinds);
        Path folder = Files.createTempDirectory("thalweg-damage-" + seed + "-");
        try (BrokerSet brokers = BrokerSet.of(HOME, folder, SESSION.toSeconds() + "s")) {
            brokers.heal();
            try (ThalwegClient client = Applications.connect(brokers)) {
                assertThat(walk(brokers, client, kinds, folder))
                        .as("findings of seed %d; logs and data are in %s", seed, folder)
                        .isEmpty();
            }
        }
        Folders.delete(folder);
    }

    /** A number of kinds that the seed draws, or the names of some. */
    private static List<Damage> kinds(Random random) {
        String wanted = System.getProperty("damage.kinds", "2");
        List<Damage> kinds = new ArrayList<>(Arrays.asList(Damage.values()));
        if (wanted.chars().allMatch(Character::isDigit)) {
            Collections.shuffle(kinds, random);
            kinds.subList(Math.min(kinds.size(), Integer.parseInt(wanted)), kinds.size())
                    .clear();
        } else {
            List<String> names = List.of(wanted.split(","));
            kinds.removeIf(kind -> !names.contains(kind.name()));
        }
        Collections.sort(kinds);
        return kinds;
    }

    private static List<Finding> walk(BrokerSet brokers, ThalwegClient client, List<Damage> kinds, Path folder)
            throws IOException, InterruptedException {
        Target target = new Target(brokers, client, TOPIC, new Random());
        Nemesis nemesis = new Nemesis(target, client, SESSION, RECOVERY, System.out::println);
        nemesis.awaitWhole("the start");
        client.admin()
                .createTopic(NewTopic.named(TOPIC.name())
                        .partitions(TOPIC.partitions())
                        .replicas(BrokerSet.SIZE))
                .join();
        nemesis.rollingRestart();
        Recorder recorder = new Recorder();
        List<Writer> writers = List.of(
                Writer.start(client, 1, TOPIC, recorder, Duration.ofSeconds(60)),
                Writer.start(client, 2, TOPIC, recorder, Duration.ofSeconds(10)));
        Runnable reader = Reader.start(client, "reader", TOPIC, recorder);
        DamageWalk walk = new DamageWalk(brokers, nemesis, System.out::println, folder.resolve("spare"));
        for (Damage kind : kinds) {
            walk.suffer(kind);
        }
        writers.forEach(Writer::end);
        reader.run();
        List<Finding> findings = new ArrayList<>(
                LogRules.findings(recorder.history(dumps(client, nemesis, kinds.contains(Damage.TABLE) ? 2 : 1))));
        findings.addAll(recorder.surprises());
        if (kinds.contains(Damage.TABLE)) {
            assertThat(walk.last().said()).as("%s on its table", walk.last()).contains("damage");
        }
        return findings;
    }

    /** Each broker in turn leads and is read. The first round meets a damaged table, the second reads its new copy. */
    private static Map<String, List<Sight>> dumps(ThalwegClient client, Nemesis nemesis, int rounds)
            throws InterruptedException {
        Map<String, List<Sight>> dumps = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int broker = 1; broker <= BrokerSet.SIZE; broker++) {
                nemesis.awaitWhole("the last damage");
                Leadership.give(client, TOPIC, broker, RECOVERY);
                dumps.put("broker " + broker, Dump.of(client, "dump of broker " + broker, TOPIC));
                Leadership.release(client);
            }
        }
        return dumps;
    }
}
