package io.thalweg.cli.chaos;

import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.disk.Shim;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.cli.chaos.load.Dump;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.cli.chaos.nemesis.Nemesis;
import io.thalweg.cli.chaos.nemesis.Target;
import io.thalweg.cli.chaos.network.NetworkKind;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.NewTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One cluster, its applications, and the faults of one seed. */
final class ChaosRun {
    private static final Topic TOPIC = new Topic("log", 3);
    private static final Duration SESSION = Duration.ofSeconds(3);
    /** Long, because a busy machine takes half a minute to start three brokers; it tells a hang from slowness. */
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    private static final int FEWEST_WRITES = 100;
    private static final int MORE_WRITES = 500;
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

    private final Path folder;
    private final long seed;
    private final Consumer<String> report;
    private final Optional<Shim> shim;
    private final List<String> wanted;
    private final NetworkKind network;

    /**
     * @param shim what goes under the disks of the brokers
     * @param wanted names of faults, in their order; all that are possible if there are none
     * @param network must be possible here
     */
    ChaosRun(
            Path folder,
            long seed,
            Consumer<String> report,
            Optional<Shim> shim,
            List<String> wanted,
            NetworkKind network) {
        this.folder = folder;
        this.seed = seed;
        this.report = report;
        this.shim = shim;
        this.wanted = wanted;
        this.network = network;
    }

    /** What the brokers go through while applications use them. */
    interface Ordeal {
        /** Fails with {@code IllegalStateException} if they do not come through it. */
        void suffer(BrokerSet brokers, ThalwegClient client, Nemesis nemesis, Applications applications)
                throws InterruptedException;
    }

    /** Strikes until the time is over, at least once, or with each of the wanted faults; then heals, reads everything from every broker, and judges. */
    List<Finding> run(Duration time) throws InterruptedException {
        return run((brokers, client, nemesis, applications) -> strike(nemesis, applications, time));
    }

    /** One ordeal; then heals, reads everything from every broker, and judges. */
    List<Finding> run(Ordeal ordeal) throws InterruptedException {
        try (BrokerSet brokers = BrokerSet.of(HOME, folder, SESSION.toSeconds() + "s", BrokerSet.SIZE, network)) {
            shim.ifPresent(brokers::onDisks);
            brokers.heal();
            try (ThalwegClient client = Applications.connect(brokers)) {
                Target target = new Target(brokers, client, TOPIC, new Random(seed));
                Nemesis nemesis = new Nemesis(target, client, SESSION, RECOVERY, report);
                nemesis.awaitWhole("the start");
                client.admin()
                        .createTopic(NewTopic.named(TOPIC.name())
                                .partitions(TOPIC.partitions())
                                .replicas(BrokerSet.SIZE))
                        .join();
                return hurtAndJudge(brokers, client, nemesis, ordeal);
            }
        }
    }

    private List<Finding> hurtAndJudge(BrokerSet brokers, ThalwegClient client, Nemesis nemesis, Ordeal ordeal)
            throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try (Applications applications = Applications.start(brokers, TOPIC, new Random(seed))) {
            try {
                ordeal.suffer(brokers, client, nemesis, applications);
            } catch (IllegalStateException e) {
                findings.add(new Finding("L1", String.valueOf(e.getMessage())));
                brokers.heal();
            }
            applications.endWriting();
            findings.addAll(applications.judge(dumps(client, nemesis), RECOVERY, report));
        }
        return findings;
    }

    private void strike(Nemesis nemesis, Applications applications, Duration time) throws InterruptedException {
        Random random = new Random(seed);
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            List<String> faults = new ArrayList<>(wanted.isEmpty() ? nemesis.repertoire() : wanted);
            if (wanted.isEmpty()) {
                Collections.shuffle(faults, random);
            }
            for (String fault : faults) {
                applications.awaitWrites(FEWEST_WRITES + random.nextInt(MORE_WRITES), RECOVERY);
                nemesis.strike(fault, applications::areSpoiled);
                if (applications.areSpoiled() || wanted.isEmpty() && System.nanoTime() > deadline) {
                    return;
                }
            }
            if (System.nanoTime() > deadline) {
                return;
            }
        }
    }

    /** Lets each broker in turn lead everything, and reads it all. */
    private static Map<String, List<Sight>> dumps(ThalwegClient client, Nemesis nemesis) throws InterruptedException {
        nemesis.awaitWhole("the last fault");
        Map<String, List<Sight>> dumps = new TreeMap<>();
        for (int broker = 1; broker <= BrokerSet.SIZE; broker++) {
            Leadership.give(client, TOPIC, broker, RECOVERY);
            dumps.put("broker " + broker, Dump.of(client, "dump of broker " + broker, TOPIC));
        }
        return dumps;
    }
}
