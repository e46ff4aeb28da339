package io.thalweg.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.cluster.Patience;
import io.thalweg.cli.chaos.disk.Damage;
import io.thalweg.cli.chaos.disk.Reaction;
import io.thalweg.cli.chaos.nemesis.Nemesis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Kills a broker, makes a byte of its folder wrong, and looks what it does about it. */
final class DamageWalk {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final BrokerSet brokers;
    private final Nemesis nemesis;
    private final Consumer<String> report;
    private final Path spare;
    private int last;

    DamageWalk(BrokerSet brokers, Nemesis nemesis, Consumer<String> report, Path spare) {
        this.brokers = brokers;
        this.nemesis = nemesis;
        this.report = report;
        this.spare = spare;
    }

    /** One damage, of the next broker that has such a file; then the remedy, and the cluster is whole again. */
    void suffer(Damage damage) throws IOException, InterruptedException {
        BrokerProcess victim = victim(damage);
        victim.kill();
        if (damage == Damage.TABLE) {
            // A start puts what the journal holds into tables. Without records they are so small that a wrong byte hits
            // what every
            // start reads.
            victim.start();
            nemesis.awaitWhole("the start before damage " + damage);
            victim.kill();
        }
        Path sound = spare.resolve(damage.name());
        copy(victim.data(), sound);
        damage.inflict(victim.data());
        victim.start();
        boolean serves = serves(victim);
        report.accept(damage + " of " + victim + ": " + (serves ? "serves" : "exit code " + victim.exitCode()));
        switch (damage.reaction()) {
            case SERVES, COPIES_REPLICA -> assertServes(damage, victim, serves);
            case STARTS_LOSSY -> {
                assertServes(damage, victim, serves);
                assertThat(victim.said()).as("%s", damage).contains("restart of kind LOSSY");
            }
            case REFUSES_STORE -> {
                assertRefuses(damage, victim, serves);
                assertThat(victim.said()).as("%s", damage).contains("move " + victim.data() + "/logs away");
                Files.move(victim.data().resolve("logs"), spare.resolve(damage + ".logs"));
            }
            case REFUSES -> {
                assertRefuses(damage, victim, serves);
                Folders.delete(victim.data());
                copy(sound, victim.data());
            }
        }
        victim.start();
        nemesis.awaitWhole("damage " + damage);
        if (damage.reaction() == Reaction.REFUSES_STORE) {
            assertThat(victim.said()).as("%s", damage).contains("restart of kind LOSSY");
        }
        Folders.delete(sound);
    }

    /** The broker that was hurt last. */
    BrokerProcess last() {
        return brokers.broker(last);
    }

    private BrokerProcess victim(Damage damage) {
        for (int tries = 0; tries < BrokerSet.SIZE; tries++) {
            last = last % BrokerSet.SIZE + 1;
            if (damage.possible(brokers.broker(last).data())) {
                return brokers.broker(last);
            }
        }
        throw new AssertionError("no broker has a file for " + damage);
    }

    private static boolean serves(BrokerProcess victim) {
        Patience.await(victim + " serves or refuses", LONGEST_START, () -> !victim.isRunning() || victim.isReady());
        return victim.isRunning();
    }

    private static void assertServes(Damage damage, BrokerProcess victim, boolean serves) {
        assertThat(serves).as("%s of %s: %s", damage, victim, victim.said()).isTrue();
    }

    private static void assertRefuses(Damage damage, BrokerProcess victim, boolean serves) {
        String said = victim.said();
        assertThat(serves).as("%s of %s: %s", damage, victim, said).isFalse();
        assertThat(victim.exitCode()).as("%s: %s", damage, said).isEqualTo(4);
        assertThat(said)
                .as("%s", damage)
                .contains(damage.cause(), "why: ", "try: ")
                .doesNotContain("\tat ");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
