package io.thalweg.benchmark.report;

import io.thalweg.benchmark.load.Metric;
import io.thalweg.benchmark.plan.Scenario;
import io.thalweg.benchmark.plan.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of the documentation with its pictures. */
public final class Page {

    private final Results results;
    private final List<Scenario> scenarios;
    private final String rival;

    public Page(Results results, List<Scenario> scenarios, String rival) {
        this.results = results;
        this.scenarios = scenarios;
        this.rival = rival;
    }

    /**
     * The other system.
     *
     * @param product name and version
     * @param notes what readers must know of how it ran, in sentences
     */
    public record Rival(String product, List<String> notes) {}

    /**
     * What the head of the page tells.
     *
     * @param rival the other system
     * @param machine one line, see {@link Machine#describe}
     * @param heap of each process
     * @param brokerWarmup seconds
     * @param warmup seconds
     * @param attempts how many
     * @param caveat what readers must know before they believe a figure, or empty
     */
    public record Setting(
            Rival rival, String machine, String heap, int brokerWarmup, int warmup, int attempts, String caveat) {}

    /** All tables. */
    public String tables() {
        StringBuilder text = new StringBuilder();
        for (Section section : Section.values()) {
            SectionReport report = report(section);
            if (!report.isEmpty()) {
                text.append("## ")
                        .append(report.title())
                        .append("\n\n")
                        .append(report.table())
                        .append('\n');
            }
        }
        return text + disturbance() + remarks();
    }

    /** Writes the page, and its pictures into a folder beside it that has its name. */
    public void write(Path file, Setting setting) throws IOException {
        String folder = String.valueOf(file.getFileName()).replace(".md", "");
        Path pictures = file.resolveSibling(folder);
        Files.createDirectories(pictures);
        StringBuilder text = new StringBuilder(head(setting));
        for (Section section : Section.values()) {
            SectionReport report = report(section);
            if (report.isEmpty()) {
                continue;
            }
            text.append("## ").append(report.title()).append("\n\n");
            for (Map.Entry<String, String> picture : report.pictures().entrySet()) {
                Files.writeString(pictures.resolve(picture.getKey()), picture.getValue());
                text.append(String.format(Locale.ROOT, "![%s](%s/%s)%n%n", report.title(), folder, picture.getKey()));
            }
            text.append(report.table()).append('\n');
        }
        Files.writeString(file, text + disturbance() + remarks());
    }

    private static String head(Setting setting) {
        return """
                # Benchmarks

                Thalweg beside %s on one machine. Written by `deploy/benchmark/run.sh`; run it again rather
                than edit this page.

                %s

                ## What is alike and what is not

                - Three brokers each on loopback, three replicas, two of which must have a record, acknowledgements from all
                  in-sync replicas, idempotent producers, a buffer of 32 MB per producer, unless said otherwise below. The same
                  records: text that compresses, without a key unless said. The heap of each broker and of the load generator is %s, with the
                  G1 collector. The load generator is one process, the same code over each system's own client library.
                - Brokers run with their defaults.
                - On one or two processors no process has the JVM's optimizing compiler, as Thalweg's launcher chooses there: it
                  takes half of them for minutes after a start.
                - Thalweg waits for the disk before it counts a record as stored. *Durability* says who did what.
                %s
                - Only one system runs at a time, on fresh data; the two alternate. Brokers are warmed up for %d s before the
                  first scenario of a section, and each scenario for %d s, with a client that has just started.
                - Figures are the median, and the lowest and the highest of %d runs. The ratio is Thalweg's figure over the
                  rival's, run by run, so that both met the same mood of the machine. More is better for records and bytes
                  per second and per processor second, less for all else.
                - 1 KB is 1 000 bytes, 1 GB 10^9, of values. *CPU-s/GB* counts user and system time of all brokers and of
                  the load generator. The latency of a record counts from when it was due, or, flat out, from the call of
                  `send`, which waits for room in the buffer.
                - *First seconds* are those of the warm-up of a client on brokers that are warm.
                - Cold reads come after the page cache was dropped; what a broker keeps in its own memory stays.
                - Brokers share the processors with the load generator, so these are figures of a small machine.

                """.formatted(
                        setting.rival.product,
                        setting.caveat.isEmpty() ? setting.machine : setting.machine + " " + setting.caveat,
                        setting.heap,
                        setting.rival.notes.stream().map(note -> "- " + note).collect(Collectors.joining("\n")),
                        setting.brokerWarmup,
                        setting.warmup,
                        setting.attempts);
    }

    private SectionReport report(Section section) {
        return new SectionReport(results, section, scenarios, rival);
    }

    /** How quiet the machine was. */
    private String disturbance() {
        List<Double> foreign = results.all(Metric.FOREIGN_CORES).toList();
        if (foreign.isEmpty()) {
            return "";
        }
        Spread spread = Spread.of(foreign);
        return String.format(
                Locale.ROOT,
                "Other processes of the machine, the kernel's own threads among them, took %.2f cores in the median run, "
                        + "%.2f in the worst.%n",
                spread.median(),
                spread.highest());
    }

    private String remarks() {
        StringBuilder text = new StringBuilder();
        results.remarks().forEach(remark -> text.append("\n- ").append(remark));
        return text.isEmpty() ? "" : text.append('\n').toString();
    }
}
