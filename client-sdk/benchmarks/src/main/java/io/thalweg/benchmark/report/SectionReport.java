package io.thalweg.benchmark.report;

import io.thalweg.benchmark.load.Metric;
import io.thalweg.benchmark.plan.Scenario;
import io.thalweg.benchmark.plan.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table and pictures of a section. */
final class SectionReport {
    private final Results results;
    private final Section section;
    private final List<Scenario> scenarios;
    private final String rival;

    SectionReport(Results results, Section section, List<Scenario> scenarios, String rival) {
        this.results = results;
        this.section = section;
        this.scenarios = scenarios.stream()
                .filter(scenario -> scenario.section() == section)
                .toList();
        this.rival = rival;
    }

    /** Whether nothing was measured. */
    boolean isEmpty() {
        return comparisons(section.metrics()).isEmpty();
    }

    private List<Comparison> comparisons(List<Metric> metrics) {
        List<Comparison> all = new ArrayList<>();
        for (String jdk : results.jdks()) {
            for (Scenario scenario : scenarios) {
                for (Pairing pairing : scenario.everyDurability() ? Pairing.values() : new Pairing[] {Pairing.OWN}) {
                    for (Metric metric : metrics) {
                        all.add(Comparison.of(results, scenario, pairing, jdk, metric, rival));
                    }
                }
            }
        }
        return all.stream().filter(each -> !each.isEmpty()).toList();
    }

    /** In Markdown; what is the same as in the row above is left out. */
    String table() {
        StringBuilder table = new StringBuilder("| Scenario | Durability | JDK | Figure | Thalweg | " + rival
                + " | Ratio |\n|---|---|---|---|---|---|---|\n");
        Comparison above = null;
        for (Comparison row : comparisons(section.metrics())) {
            boolean same = above != null
                    && above.scenario().equals(row.scenario())
                    && above.pairing() == row.pairing()
                    && above.jdk().equals(row.jdk());
            List<String> cells = List.of(
                    same ? "" : row.scenario().title(),
                    same ? "" : row.pairing().title(),
                    same ? "" : row.jdk(),
                    row.metric().title(),
                    text(row.ours()),
                    text(row.theirs()),
                    text(row.ratio()));
            table.append("| ").append(String.join(" | ", cells)).append(" |\n");
            above = row;
        }
        return table.toString();
    }

    private static String text(@Nullable Spread spread) {
        return spread == null ? "-" : Figure.of(spread);
    }

    /** Pictures by the name of their file. */
    Map<String, String> pictures() {
        Map<String, String> pictures = new LinkedHashMap<>();
        for (Metric metric : section.drawn()) {
            List<Comparison> figures = comparisons(List.of(metric));
            if (!figures.isEmpty()) {
                String name = section.name() + "-" + metric.name();
                pictures.put(
                        name.toLowerCase(Locale.ROOT).replace('_', '-') + ".svg",
                        chart(metric, figures).svg());
            }
        }
        return pictures;
    }

    private BarChart chart(Metric metric, List<Comparison> figures) {
        BarChart chart =
                new BarChart(section.title(), metric.title(), section.isLogarithmic(), List.of(Comparison.OURS, rival));
        for (Comparison each : figures) {
            chart.add(
                    each.scenario().title(),
                    each.pairing().title() + ", JDK " + each.jdk(),
                    each.ours(),
                    each.theirs());
        }
        return chart;
    }

    String title() {
        return section.title();
    }
}
