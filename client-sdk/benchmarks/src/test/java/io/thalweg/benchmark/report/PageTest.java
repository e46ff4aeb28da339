package io.thalweg.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.load.Metric;
import io.thalweg.benchmark.plan.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageTest {
    @TempDir
    Path folder;

    @Test
    void shouldShowWhatWasMeasuredWithPicturesThatAreThere() throws IOException {
        Results results = new Results(folder.resolve("results.tsv"));
        for (Metric metric : new Metric[] {Metric.MEGABYTES_PER_SECOND, Metric.CPU_SECONDS_PER_GIGABYTE}) {
            results.add(new Sample("25", "Kafka", 1, "large-1kb-1p", Durability.PAGE_CACHE, metric, 7));
        }
        results.add(new Sample("25", "Kafka", 1, "idle", Durability.PAGE_CACHE, Metric.FOREIGN_CORES, 0.5));
        results.remark("Something failed.");
        Path file = folder.resolve("figures.md");

        Page.Rival rival = new Page.Rival("Kafka 4.4.0", List.of("It ran."));
        new Page(results, new Catalogue(true).all(), "Kafka")
                .write(file, new Page.Setting(rival, "On this.", "3g", 30, 15, 4, "A trial."));

        assertThat(Files.readString(file))
                .contains("Kafka 4.4.0", "- It ran.", "On this. A trial.", "is 3g", "for 30 s", "for 15 s", "of 4 runs")
                .contains("## Produce, 256 KB batches", "| 1 KB, 1 partition | Thalweg fsync, rival page cache | 25 |")
                .contains("(figures/produce-large-megabytes-per-second.svg)", "took 0.50 cores", "- Something failed.")
                .doesNotContain("## Latency", "## Brokers that nobody uses", "%s", "%d");
        assertThat(folder.resolve("figures")).isDirectoryContaining("glob:**-cpu-seconds-per-gigabyte.svg");
    }
}
