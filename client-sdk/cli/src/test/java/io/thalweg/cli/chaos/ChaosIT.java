package io.thalweg.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.chaos.disk.Shim;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.network.NetworkKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Three broker processes under faults. {@code -Dchaos.seed} repeats a choice of faults (their timing stays the machine's),
 * {@code -Dchaos.seconds} and {@code -Dchaos.runs} make it longer, {@code -Dchaos.faults} names the faults.
 */
final class ChaosIT {
    private static final int MOST_SHOWN = 20;

    @Test
    void shouldKeepEveryPromiseUnderFaults() throws Exception {
        long first = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));
        for (long seed = first; seed < first + Integer.getInteger("chaos.runs", 1); seed++) {
            System.out.println("chaos seed " + seed);
            Path folder = Files.createTempDirectory("thalweg-chaos-" + seed + "-");
            List<Finding> findings = new ChaosRun(
                            folder,
                            seed,
                            System.out::println,
                            Shim.compile(folder.resolve("shim")),
                            wanted(),
                            NetworkKind.best())
                    .run(Duration.ofSeconds(Integer.getInteger("chaos.seconds", 8)));
            assertThat(findings.stream().limit(MOST_SHOWN))
                    .as("%d findings of seed %d; logs and data are in %s", findings.size(), seed, folder)
                    .isEmpty();
            Folders.delete(folder);
        }
    }

    private static List<String> wanted() {
        String names = System.getProperty("chaos.faults", "");
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }
}
