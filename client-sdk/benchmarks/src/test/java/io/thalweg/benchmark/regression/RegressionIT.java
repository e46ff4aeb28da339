package io.thalweg.benchmark.regression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Only with the profile {@code regression}: minutes, on an idle machine. */
@EnabledIfSystemProperty(named = "benchmark.regression", matches = "true")
final class RegressionIT {
    private static final Path SCRIPT =
            Path.of("../../deploy/benchmark/run.sh").toAbsolutePath().normalize();

    @Test
    void shouldBeAtLeastHalfAsGoodAsTheBaseline() throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(SCRIPT.toString(), "regression").redirectErrorStream(true);
        command.environment().put("BENCHMARK_BUILD", "no");
        Process run = command.start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8))) {
            said.lines().forEach(System.out::println);
        }
        assertThat(run.waitFor()).isZero();
    }
}
