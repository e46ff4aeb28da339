package io.thalweg.benchmark.report;

import java.util.Locale;

/** Numbers for people: three digits and no more, thousands apart. */
final class Figure {
    private static final int WHOLE = 100;
    private static final int ONE_DIGIT = 10;

    private Figure() {}

    static String of(double value) {
        if (value >= WHOLE) {
            long rounded = value >= WHOLE * WHOLE ? Math.round(value / WHOLE) * WHOLE : Math.round(value);
            return String.format(Locale.ROOT, "%,d", rounded).replace(',', ' ');
        }
        return String.format(Locale.ROOT, value >= ONE_DIGIT ? "%.1f" : "%.2f", value);
    }

    /** The median and, of more than one run, the range. */
    static String of(Spread spread) {
        String median = of(spread.median());
        return spread.lowest() == spread.highest()
                ? median
                : median + " (" + of(spread.lowest()) + "–" + of(spread.highest()) + ")";
    }
}
