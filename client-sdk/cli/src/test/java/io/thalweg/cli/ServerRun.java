package io.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code thalweg server} process that is expected to refuse. */
record ServerRun(int exitCode, String output) {
    private static final long LIMIT_SECONDS = 60;

    static ServerRun of(Path home, Path output, String... args) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("deploy/bin/thalweg").toString(), "server"));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("the server refused: %s", String.join(" ", args))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new ServerRun(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
