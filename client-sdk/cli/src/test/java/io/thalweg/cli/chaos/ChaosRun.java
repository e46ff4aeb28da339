package io.thalweg.cli.chaos;

import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.history.LogHistory;
import io.thalweg.cli.chaos.history.LogRules;
import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.cli.chaos.load.Dump;
import io.thalweg.cli.chaos.load.EndProbe;
import io.thalweg.cli.chaos.load.Reader;
import io.thalweg.cli.chaos.load.Recorder;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.cli.chaos.load.Writer;
import io.thalweg.cli.chaos.nemesis.Nemesis;
import io.thalweg.cli.chaos.nemesis.Target;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.NewTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One cluster, its clients, and the faults of one seed. */
final class ChaosRun {
    private static final Topic TOPIC = new Topic("log", 3);
    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

    private final Path folder;
    private final long seed;
    private final Consumer<String> report;
    private final Recorder recorder = new Recorder();

    ChaosRun(Path folder, long seed, Consumer<String> report) {
        this.folder = folder;
        this.seed = seed;
        this.report = report;
    }

    /** Strikes until the time is over, at least once; then heals, reads everything from every broker, and judges. */
    List<Finding> run(Duration time) throws InterruptedException {
        try (BrokerSet brokers = BrokerSet.of(HOME, folder, SESSION.toSeconds() + "s")) {
            brokers.heal();
            try (ThalwegClient client = connect(brokers)) {
                Target target = new Target(brokers, client, TOPIC, new Random(seed));
                Nemesis nemesis = new Nemesis(target, client, SESSION, RECOVERY, report);
                nemesis.awaitWhole("the start");
                client.admin()
                        .createTopic(NewTopic.named(TOPIC.name())
                                .partitions(TOPIC.partitions())
                                .replicas(BrokerSet.SIZE))
                        .join();
                return judge(brokers, client, nemesis, time);
            }
        }
    }

    private static ThalwegClient connect(BrokerSet brokers) {
        return ThalwegClient.builder()
                .bootstrap(brokers.bootstrap())
                .connectTimeout(RECOVERY)
                .requestTimeout(Duration.ofSeconds(5))
                .connect();
    }

    private List<Finding> judge(BrokerSet brokers, ThalwegClient client, Nemesis nemesis, Duration time)
            throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try (ThalwegClient other = connect(brokers)) {
            List<Runnable> ends = load(client, other);
            try {
                strike(nemesis, time);
            } catch (IllegalStateException e) {
                findings.add(new Finding("L1", String.valueOf(e.getMessage())));
                brokers.heal();
            } finally {
                ends.forEach(Runnable::run);
            }
            findings.addAll(recorder.surprises());
            LogHistory history = recorder.history(dumps(client, nemesis));
            findings.addAll(LogRules.findings(history));
            report.accept(
                    history.writes().size() + " writes, " + history.sights().size() + " reads, "
                            + history.ends().size() + " ends, told " + recorder.failures());
        }
        return findings;
    }

    private List<Runnable> load(ThalwegClient client, ThalwegClient other) {
        Writer patient = Writer.start(client, 1, TOPIC, recorder, Duration.ofSeconds(60));
        Writer hasty = Writer.start(client, 2, TOPIC, recorder, Duration.ofSeconds(2));
        Writer distant = Writer.start(other, 3, TOPIC, recorder, Duration.ofSeconds(10));
        return List.of(
                patient::end,
                hasty::end,
                distant::end,
                Reader.start(client, "reader-1", TOPIC, recorder),
                Reader.start(other, "reader-2", TOPIC, recorder),
                EndProbe.start(other, TOPIC, recorder));
    }

    private void strike(Nemesis nemesis, Duration time) throws InterruptedException {
        Random random = new Random(seed);
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            List<String> faults = new ArrayList<>(nemesis.repertoire());
            Collections.shuffle(faults, random);
            for (String fault : faults) {
                Thread.sleep(500 + random.nextInt(1_500));
                nemesis.strike(fault);
                if (System.nanoTime() > deadline) {
                    return;
                }
            }
        }
    }

    /** Lets each broker in turn lead everything, and reads it all. */
    private Map<String, List<Sight>> dumps(ThalwegClient client, Nemesis nemesis) throws InterruptedException {
        nemesis.awaitWhole("the last fault");
        Map<String, List<Sight>> dumps = new TreeMap<>();
        for (int broker = 1; broker <= BrokerSet.SIZE; broker++) {
            Leadership.give(client, TOPIC, broker, RECOVERY);
            dumps.put("broker " + broker, Dump.of(client, "dump of broker " + broker, TOPIC));
        }
        return dumps;
    }
}
