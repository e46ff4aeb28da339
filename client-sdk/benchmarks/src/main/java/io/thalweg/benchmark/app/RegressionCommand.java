package io.thalweg.benchmark.app;

import io.thalweg.benchmark.cluster.ThalwegSystem;
import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.load.Metric;
import io.thalweg.benchmark.load.Workload.Span;
import io.thalweg.benchmark.plan.Catalogue;
import io.thalweg.benchmark.plan.Turn;
import io.thalweg.benchmark.regression.Regression;
import io.thalweg.benchmark.regression.RunFigures;
import io.thalweg.benchmark.regression.Yardstick;
import io.thalweg.benchmark.report.Machine;
import io.thalweg.benchmark.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures Thalweg alone, in some minutes, and compares ratios with the baseline in the repository. */
@Command(
        name = "regression",
        mixinStandardHelpOptions = true,
        description = {
            "Thalweg alone, beside the baseline in the repository.",
            "Costs are multiples of a yardstick that runs before and after, rates are parts of one another, so no figure"
                    + " depends on the machine. Ends with 1 if one is less than half as good; the lines that it prints, without"
                    + " the verdict, are a new baseline."
        })
final class RegressionCommand implements Callable<Integer> {
    private static final Duration YARDSTICK = Duration.ofSeconds(5);

    @ParentCommand
    private @Nullable BenchmarkCommand parent;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "of each measurement (default: 10)")
    private int seconds = 10;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "the ratios to compare with (default: the repository's)")
    private @Nullable Path baseline;

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchmarkCommand options = Objects.requireNonNull(parent);
        Regression regression =
                Regression.from(baseline != null ? baseline : options.home().resolve("deploy/benchmark/baseline.tsv"));
        Path folder = options.newFolder();
        Results results = new Results(folder.resolve("results.tsv"));
        double before = new Yardstick(folder).cpuSecondsPerGigabyte(YARDSTICK);
        List<Turn> turns = Turn.of(
                List.of(options.java()),
                List.of(new ThalwegSystem()),
                new Catalogue(true).named(Regression.scenarios()),
                1);
        boolean whole =
                options.turns(folder, new Span(seconds, seconds), results).all(turns);
        double after = new Yardstick(folder).cpuSecondsPerGigabyte(YARDSTICK);
        System.out.printf("# yardstick %.2f CPU-s/GB before, %.2f after%n", before, after);
        String jdk = Machine.jdk(options.java());
        RunFigures figures =
                new RunFigures((scenario, metric) -> value(results, jdk, scenario, metric), Math.sqrt(before * after));
        return regression.passes(figures, System.out::println) && whole ? 0 : 1;
    }

    private static double value(Results results, String jdk, String scenario, Metric metric) {
        Map<Integer, Double> values =
                results.values(jdk, new ThalwegSystem().title(), scenario, Durability.FSYNC, metric);
        return values.getOrDefault(1, Double.NaN);
    }
}
