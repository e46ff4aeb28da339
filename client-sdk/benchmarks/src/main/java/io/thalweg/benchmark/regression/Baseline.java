package io.thalweg.benchmark.regression;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The ratios that are in the repository: a line each, the name, a tab and the value. */
final class Baseline {
    /** Half as good is bad: machines and their moods move ratios by a third. */
    private static final double TOLERATED = 2;

    private static final String COMMENT = "#";

    private final Map<String, Double> values;

    Baseline(Map<String, Double> values) {
        this.values = values;
    }

    /** @throws IOException if it cannot be read; the message names the line that is wrong */
    static Baseline read(Path file) throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith(COMMENT)) {
                String[] fields = line.split("\t", -1);
                try {
                    values.put(fields[0], Double.valueOf(fields[1]));
                } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                    throw new IOException("not a name, a tab and a number in " + file + ": " + line, e);
                }
            }
        }
        return new Baseline(values);
    }

    /** How a measured ratio stands to the baseline's. */
    Verdict verdict(Ratio ratio, double measured) {
        Double before = values.get(ratio.name());
        if (before == null && !Double.isNaN(measured)) {
            return Verdict.NEW;
        }
        // A run without the figure gives no number, which is not better than anything.
        double known = before == null ? Double.NaN : before;
        double worse = ratio.moreIsBetter() ? known / measured : measured / known;
        return worse <= TOLERATED ? Verdict.GOOD : Verdict.BAD;
    }

    /** As a line of the file. */
    static String line(Ratio ratio, double measured) {
        return ratio.name() + "\t" + String.format(Locale.ROOT, "%.2f", measured);
    }

    /** What to make of a ratio. */
    enum Verdict {
        /** At least half as good as the baseline. */
        GOOD,
        /** Less than half as good, or not measured. */
        BAD,
        /** The baseline does not have it. */
        NEW
    }
}
