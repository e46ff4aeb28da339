package io.thalweg.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.load.Metric;
import io.thalweg.benchmark.plan.Catalogue;
import io.thalweg.benchmark.plan.Section;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

final class SectionReportTest {
    private static final String BOTH = "produce-1kb-12p";

    @TempDir
    Path folder;

    private Results results;

    @BeforeEach
    void open() throws IOException {
        results = new Results(folder.resolve("results.tsv"));
    }

    private void add(String system, int attempt, Durability durability, double recordsPerSecond) throws IOException {
        results.add(new Sample("17", system, attempt, BOTH, durability, Metric.RECORDS_PER_SECOND, recordsPerSecond));
    }

    private String table() {
        return report().table();
    }

    private SectionReport report() {
        return new SectionReport(results, Section.PRODUCE, new Catalogue(true).all(), "Kafka");
    }

    @Test
    void shouldCompareRunByRun() throws IOException {
        add("Thalweg", 1, Durability.FSYNC, 100);
        add("Kafka", 1, Durability.PAGE_CACHE, 10);
        add("Thalweg", 2, Durability.FSYNC, 300);
        add("Kafka", 2, Durability.PAGE_CACHE, 100);
        add("Thalweg", 3, Durability.FSYNC, 200);
        add("Kafka", 3, Durability.PAGE_CACHE, 40);

        assertThat(table())
                .contains("| 1 KB, 12 partitions | Thalweg fsync, rival page cache | 17 | records/s "
                        + "| 200 (100–300) | 40.0 (10.0–100) | 5.00 (3.00–10.0) |\n");
    }

    @Test
    void shouldNotMixDurabilities() throws IOException {
        add("Thalweg", 1, Durability.FSYNC, 100);
        add("Thalweg", 1, Durability.PAGE_CACHE, 200);
        add("Kafka", 1, Durability.FSYNC, 10);
        add("Kafka", 1, Durability.PAGE_CACHE, 50);

        assertThat(table())
                .contains("| Thalweg fsync, rival page cache | 17 | records/s | 100 | 50.0 | 2.00 |\n")
                .contains("| fsync for both | 17 | records/s | 100 | 10.0 | 10.0 |\n")
                .contains("| page cache for both | 17 | records/s | 200 | 50.0 | 4.00 |\n");
    }

    @Test
    void shouldShowWhatARivalDidNotDo() throws IOException {
        add("Thalweg", 1, Durability.FSYNC, 100);
        add("Kafka", 2, Durability.FSYNC, 50);

        assertThat(table())
                .contains("| Thalweg fsync, rival page cache | 17 | records/s | 100 | - | - |\n")
                .contains("| fsync for both | 17 | records/s | 100 | 50.0 | - |\n")
                .doesNotContain("page cache for both");
    }

    @Test
    void shouldTakeUpAnEarlierRun() throws IOException {
        add("Thalweg", 1, Durability.FSYNC, 100);
        results.remark("Kafka failed.");
        results.remark("Kafka failed.");

        Results again = new Results(folder.resolve("results.tsv"));

        assertThat(again.values("17", "Thalweg", BOTH, Durability.FSYNC, Metric.RECORDS_PER_SECOND))
                .containsEntry(1, 100.0);
        assertThat(again.remarks()).containsExactly("Kafka failed.");
    }

    @Test
    void shouldDrawWellFormedPictures() throws Exception {
        BarChart chart = new BarChart("a < b & c", "ms", true, List.of("one", "other"));
        chart.add("first", "", new Spread(2, 1, 3), null);
        chart.add("second", "", new Spread(2_000, 1, 3_000), new Spread(0, 0, 0));

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(chart.svg())));

        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1 + 2 + 3);
        assertThat(chart.svg()).contains("a &lt; b &amp; c, ms").doesNotContain("NaN");
    }
}
