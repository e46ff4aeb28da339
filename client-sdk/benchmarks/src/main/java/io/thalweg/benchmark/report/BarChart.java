package io.thalweg.benchmark.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Horizontal bars of several series per row, as SVG: medians, with the range of the runs as a thin line. Used by one thread. */
final class BarChart {
    private static final int WIDTH = 860;
    private static final int LEFT = 300;
    private static final int RIGHT = 90;
    private static final int TOP = 64;
    private static final int BAR = 14;
    private static final int GAP = 18;
    private static final int TICKS = 5;
    private static final List<String> COLOURS = List.of("#1f6f8b", "#c9822b", "#7a7a7a");

    private final String title;
    private final String unit;
    private final boolean logarithmic;
    private final List<String> series;
    private final List<Row> rows = new ArrayList<>();

    BarChart(String title, String unit, boolean logarithmic, List<String> series) {
        this.title = title;
        this.unit = unit;
        this.logarithmic = logarithmic;
        this.series = List.copyOf(series);
    }

    /** A group of bars under a label of two lines. */
    private record Row(String label, String detail, List<@Nullable Spread> spreads) {}

    /** Adds a group, a spread per series in their order; null draws no bar. */
    void add(String label, String detail, @Nullable Spread... spreads) {
        rows.add(new Row(label, detail, Arrays.asList(spreads)));
    }

    String svg() {
        int rowHeight = series.size() * BAR + GAP;
        int height = TOP + rows.size() * rowHeight + 40;
        Axis axis = axis();
        StringBuilder svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                        + "font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                WIDTH, height, WIDTH, height));
        svg.append(text(12, 22, "start", "font-size=\"15\" font-weight=\"bold\"", title + ", " + unit));
        for (int index = 0; index < series.size(); index++) {
            int x = LEFT + index * 110;
            svg.append(rectangle(x, 34, 12, 12, COLOURS.get(index)));
            svg.append(text(x + 18, 45, "start", "", series.get(index)));
        }
        for (double tick : axis.ticks()) {
            double x = axis.x(tick);
            svg.append(line(x, TOP - 6, x, height - 34, "#dddddd"));
            svg.append(text(x, height - 18, "middle", "fill=\"#555555\"", Figure.of(tick)));
        }
        for (int index = 0; index < rows.size(); index++) {
            row(svg, axis, rows.get(index), TOP + index * rowHeight);
        }
        return svg.append("</svg>\n").toString();
    }

    private void row(StringBuilder svg, Axis axis, Row row, int y) {
        svg.append(text(LEFT - 10, y + 11, "end", "", row.label));
        svg.append(text(LEFT - 10, y + 24, "end", "fill=\"#777777\" font-size=\"10\"", row.detail));
        for (int index = 0; index < row.spreads.size(); index++) {
            Spread spread = row.spreads.get(index);
            int top = y + index * BAR;
            if (spread == null) {
                continue;
            }
            double end = axis.x(spread.median());
            svg.append(rectangle(LEFT, top, Math.max(1, end - LEFT), BAR - 2, COLOURS.get(index)));
            double middle = top + (BAR - 2) / 2.0;
            svg.append(line(axis.x(spread.lowest()), middle, axis.x(spread.highest()), middle, "#222222"));
            double label = Math.max(end, axis.x(spread.highest())) + 5;
            svg.append(text(label, top + 10, "start", "font-size=\"10\"", Figure.of(spread.median())));
        }
    }

    private Axis axis() {
        double highest = values(Spread::highest).max(Double::compare).orElse(1.0);
        double lowest = values(Spread::lowest)
                .filter(value -> value > 0)
                .min(Double::compare)
                .orElse(1.0);
        return logarithmic ? Axis.logarithmic(lowest, highest) : Axis.linear(highest);
    }

    private Stream<Double> values(Function<Spread, Double> value) {
        return rows.stream()
                .flatMap(row -> row.spreads.stream())
                .filter(Objects::nonNull)
                .map(value);
    }

    private static String rectangle(double x, double y, double width, double height, String colour) {
        return format(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x, y, width, height, colour);
    }

    private static String line(double x1, double y1, double x2, double y2, String colour) {
        return format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", x1, y1, x2, y2, colour);
    }

    private static String text(double x, double y, String anchor, String style, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n", x, y, anchor, style, escaped);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** Where values lie between the left and the right end. */
    private record Axis(double begin, double end, boolean logarithmic, List<Double> ticks) {
        static Axis linear(double highest) {
            double step = step(highest / TICKS);
            List<Double> ticks = new ArrayList<>();
            for (int index = 0; index * step < highest + step; index++) {
                ticks.add(index * step);
            }
            return new Axis(0, ticks.get(ticks.size() - 1), false, ticks);
        }

        /** A round number that is no less. */
        private static double step(double least) {
            double magnitude = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-9))));
            for (double factor : new double[] {1, 2, 5}) {
                if (factor * magnitude >= least) {
                    return factor * magnitude;
                }
            }
            return 10 * magnitude;
        }

        static Axis logarithmic(double lowest, double highest) {
            int from = (int) Math.floor(Math.log10(lowest));
            int to = Math.max(from + 1, (int) Math.ceil(Math.log10(highest)));
            List<Double> ticks = new ArrayList<>();
            for (int power = from; power <= to; power++) {
                ticks.add(Math.pow(10, power));
            }
            return new Axis(from, to, true, ticks);
        }

        double x(double value) {
            double place = logarithmic ? Math.log10(Math.max(value, Math.pow(10, begin))) : value;
            return LEFT + (place - begin) / (end - begin) * (WIDTH - LEFT - RIGHT);
        }
    }
}
