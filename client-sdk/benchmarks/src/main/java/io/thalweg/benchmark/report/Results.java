package io.thalweg.benchmark.report;

import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.load.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All figures, in a file that grows while they are measured, so that a run that is broken off is not lost. Used by one thread. */
public final class Results {
    private static final String REMARK = "#";

    private final Path file;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /** Reads what is in the file already, if there is one. */
    public Results(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(REMARK)) {
                    remarks.add(line.substring(REMARK.length()).strip());
                } else {
                    samples.add(Sample.of(line));
                }
            }
        }
    }

    public void add(Sample sample) throws IOException {
        samples.add(sample);
        append(sample.line());
    }

    /** Something that readers of the tables should know; said once however often it is added. */
    public void remark(String text) throws IOException {
        String line = text.replace('\n', ' ').strip();
        if (!remarks.contains(line)) {
            remarks.add(line);
            append(REMARK + " " + line);
        }
    }

    private void append(String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** JDK versions in the order of their first figures. */
    List<String> jdks() {
        return samples.stream().map(Sample::jdk).distinct().toList();
    }

    /** Figures by attempt; the last one counts where there are several. */
    public Map<Integer, Double> values(
            String jdk, String system, String scenario, Durability durability, Metric metric) {
        Map<Integer, Double> values = new TreeMap<>();
        samples.stream()
                .filter(sample -> sample.jdk().equals(jdk)
                        && sample.system().equals(system)
                        && sample.scenario().equals(scenario)
                        && sample.durability() == durability
                        && sample.metric() == metric)
                .forEach(sample -> values.put(sample.attempt(), sample.value()));
        return values;
    }

    /** All figures of a metric. */
    Stream<Double> all(Metric metric) {
        return samples.stream().filter(sample -> sample.metric() == metric).map(Sample::value);
    }
}
