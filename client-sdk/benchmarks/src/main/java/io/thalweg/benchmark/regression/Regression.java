package io.thalweg.benchmark.regression;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Compares a run with the baseline. */
public final class Regression {
    private final Baseline baseline;

    private Regression(Baseline baseline) {
        this.baseline = baseline;
    }

    /** With the ratios of a file, {@code deploy/benchmark/baseline.tsv} usually. */
    public static Regression from(Path file) throws IOException {
        return new Regression(Baseline.read(file));
    }

    /** Names of the scenarios that it wants. */
    public static List<String> scenarios() {
        return Ratio.SCENARIOS;
    }

    /** Tells each ratio, and whether none is bad. */
    public boolean passes(RunFigures figures, Consumer<String> report) {
        boolean good = true;
        for (Ratio ratio : Ratio.ALL) {
            double measured = ratio.value().applyAsDouble(figures);
            Baseline.Verdict verdict = baseline.verdict(ratio, measured);
            good &= verdict != Baseline.Verdict.BAD;
            report.accept(Baseline.line(ratio, measured) + "\t" + verdict.name().toLowerCase(Locale.ROOT));
        }
        return good;
    }
}
