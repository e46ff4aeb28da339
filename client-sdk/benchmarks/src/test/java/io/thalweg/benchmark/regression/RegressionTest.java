package io.thalweg.benchmark.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.benchmark.load.Metric;
import io.thalweg.benchmark.plan.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegressionTest {
    private static final double YARDSTICK = 2;

    @TempDir
    private Path folder;

    /** All scenarios alike, but for one. */
    private static RunFigures figures(String other, double itsRate, double itsCpu) {
        return new RunFigures(
                (scenario, metric) -> {
                    boolean rate = metric == Metric.RECORDS_PER_SECOND;
                    if (scenario.equals(other)) {
                        return rate ? itsRate : itsCpu;
                    }
                    return rate ? 1_000 : 40;
                },
                YARDSTICK);
    }

    private Regression afterARunOf(RunFigures figures) throws IOException {
        List<String> lines = new ArrayList<>(List.of("# name and value", ""));
        Regression.from(Files.createFile(folder.resolve("empty"))).passes(figures, lines::add);
        Path file = folder.resolve("baseline.tsv");
        Files.write(file, lines.stream().map(line -> line.replace("\tnew", "")).toList());
        return Regression.from(file);
    }

    private static List<String> badOf(Regression regression, RunFigures figures) {
        List<String> lines = new ArrayList<>();
        boolean passes = regression.passes(figures, lines::add);
        List<String> bad = lines.stream()
                .filter(line -> line.endsWith("\tbad"))
                .map(line -> line.split("\t")[0])
                .toList();
        assertThat(passes).isEqualTo(bad.isEmpty());
        return bad;
    }

    @Test
    void shouldPassWhatIsAtLeastHalfAsGood() throws IOException {
        Regression regression = afterARunOf(figures("none", 0, 0));

        assertThat(badOf(regression, figures("none", 0, 0))).isEmpty();
        assertThat(badOf(regression, figures("produce-1kb-12p", 1, 79))).isEmpty();
        assertThat(badOf(regression, figures("keys-1kb-1000p", 510, 40))).isEmpty();
    }

    @Test
    void shouldNameWhatIsLessThanHalfAsGood() throws IOException {
        Regression regression = afterARunOf(figures("none", 0, 0));

        assertThat(badOf(regression, figures("produce-1kb-12p", 1_000, 81)))
                .containsExactly("CPU of produce-1kb-12p over the yardstick's");
        assertThat(badOf(regression, figures("keys-1kb-1000p", 490, 40)))
                .containsExactly("records/s of keys-1kb-1000p over those of keys-1kb-12p");
    }

    @Test
    void shouldNotPassWithoutAFigure() throws IOException {
        Regression regression = afterARunOf(figures("none", 0, 0));

        assertThat(badOf(regression, figures("large-1kb-12p", Double.NaN, Double.NaN)))
                .containsExactly("CPU of large-1kb-12p over the yardstick's");
    }

    @Test
    void shouldHaveABaselineInTheRepository() throws IOException {
        List<String> lines = new ArrayList<>();
        Regression.from(Path.of("../../deploy/benchmark/baseline.tsv")).passes(figures("none", 0, 0), lines::add);

        assertThat(lines).isNotEmpty().noneMatch(line -> line.endsWith("\tnew"));
    }

    @Test
    void shouldSayWhichLineIsWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.tsv"), "CPU of nothing\n");

        assertThatThrownBy(() -> Regression.from(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("CPU of nothing");
    }

    @Test
    void shouldWantScenariosThatThereAre() {
        assertThat(new Catalogue(true).named(Regression.scenarios())).hasSameSizeAs(Regression.scenarios());
    }

    @Test
    void shouldMeasureTheMachineAndLeaveNothing() throws IOException {
        double cost = new Yardstick(folder).cpuSecondsPerGigabyte(Duration.ofMillis(300));

        assertThat(cost).isBetween(0.05, 1_000.0);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
