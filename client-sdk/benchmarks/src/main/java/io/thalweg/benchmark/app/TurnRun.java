package io.thalweg.benchmark.app;

import io.thalweg.benchmark.cluster.Cluster;
import io.thalweg.benchmark.cluster.Site;
import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.load.Metric;
import io.thalweg.benchmark.load.Workload;
import io.thalweg.benchmark.load.Workload.Span;
import io.thalweg.benchmark.plan.Catalogue;
import io.thalweg.benchmark.plan.Scenario;
import io.thalweg.benchmark.plan.Turn;
import io.thalweg.benchmark.report.Machine;
import io.thalweg.benchmark.report.Results;
import io.thalweg.benchmark.report.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Runs turns and notes what they gave. A run that fails is noted and the others go on. Used by one thread. */
final class TurnRun {
    /** Beside warm-up and measurement a load generator fills topics and waits. */
    private static final int PATIENCE_SECONDS = 900;

    private final Path home;
    private final Path folder;
    private final String heap;
    private final Span span;
    private final boolean keep;
    private final Results results;
    private boolean whole = true;

    TurnRun(Path home, Path folder, String heap, Span span, boolean keep, Results results) {
        this.home = home.toAbsolutePath().normalize();
        this.folder = folder;
        this.heap = heap;
        this.span = span;
        this.keep = keep;
        this.results = results;
    }

    /** How long the brokers of a section are warmed up before its first scenario. */
    static int brokerWarmup(Span span) {
        return 2 * span.warmupSeconds();
    }

    /** Returns whether every run gave figures. */
    boolean all(List<Turn> turns) throws IOException, InterruptedException {
        for (int index = 0; index < turns.size(); index++) {
            Turn turn = turns.get(index);
            say("turn " + (index + 1) + " of " + turns.size() + ": "
                    + turn.system().title() + ", JDK " + Machine.jdk(turn.javaHome()) + ", try " + turn.attempt());
            one(turn, folder.resolve("turn-" + (index + 1)));
        }
        return whole;
    }

    private void one(Turn turn, Path place) throws IOException, InterruptedException {
        Site site = new Site(home, place, turn.javaHome(), heap);
        boolean before = whole;
        whole = true;
        try (Cluster cluster = Cluster.start(turn.system(), site)) {
            if (turn.isWarm()) {
                warmUp(turn, cluster);
            }
            for (Scenario scenario : turn.scenarios()) {
                List<Durability> durabilities = scenario.everyDurability()
                        ? turn.system().durabilities().stream().sorted().toList()
                        : List.of(turn.system().ownDurability());
                for (Durability durability : durabilities) {
                    if (turn.system().can(scenario.workload(durability, span))) {
                        run(turn, cluster, scenario, durability);
                    }
                }
            }
        } catch (IOException e) {
            fail(turn, "start and warm-up", e);
        }
        if (keep || !whole) {
            say("its folder stays: " + place);
        } else {
            delete(place);
        }
        whole &= before;
    }

    /** With small batches and with large ones, without looking at the figures. */
    private void warmUp(Turn turn, Cluster cluster) throws IOException, InterruptedException {
        for (Scenario scenario : new Catalogue(true).warmUps()) {
            Workload workload = scenario.workload(turn.system().ownDurability(), new Span(brokerWarmup(span) / 2, 1));
            cluster.run(workload, limit());
        }
    }

    private int limit() {
        return PATIENCE_SECONDS + span.warmupSeconds() + span.seconds();
    }

    private void run(Turn turn, Cluster cluster, Scenario scenario, Durability durability)
            throws IOException, InterruptedException {
        String jdk = Machine.jdk(turn.javaHome());
        try {
            Map<Metric, Double> figures = cluster.run(scenario.workload(durability, span), limit());
            say(scenario.name() + " " + durability + ": " + text(scenario, figures));
            for (Map.Entry<Metric, Double> figure : figures.entrySet()) {
                results.add(new Sample(
                        jdk,
                        turn.system().title(),
                        turn.attempt(),
                        scenario.name(),
                        durability,
                        figure.getKey(),
                        figure.getValue()));
            }
            if (figures.getOrDefault(Metric.FAILED_RECORDS, 0.0) > 0) {
                results.remark(turn.system().title() + " failed records in " + scenario.name() + ", JDK " + jdk + ".");
            }
        } catch (IOException e) {
            fail(turn, scenario.name() + " " + durability, e);
        }
    }

    private void fail(Turn turn, String what, IOException cause) throws IOException {
        whole = false;
        say("FAILED " + what + ": " + cause.getMessage());
        results.remark("No figures of " + turn.system().title() + " for " + what + ", JDK "
                + Machine.jdk(turn.javaHome()) + ", try " + turn.attempt() + ": the run failed.");
    }

    private static String text(Scenario scenario, Map<Metric, Double> figures) {
        StringBuilder text = new StringBuilder();
        scenario.section().metrics().forEach(metric -> {
            Double value = figures.get(metric);
            if (value != null) {
                text.append(String.format(Locale.ROOT, "%s %.2f, ", metric.title(), value));
            }
        });
        return text.append(String.format(
                        Locale.ROOT, "foreign cores %.2f", figures.getOrDefault(Metric.FOREIGN_CORES, Double.NaN)))
                .toString();
    }

    private static void say(String text) {
        System.out.println(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + " " + text);
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
