package io.thalweg.cli;

import io.thalweg.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one command printed and how it ended.
 *
 * @param exitCode its exit code
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int exitCode, String out, String err) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Runs a command in this process, with nothing on its standard input. */
    static CommandRun of(String... args) {
        return withInput("", args);
    }

    static CommandRun withInput(String input, String... args) {
        return withInput(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
    }

    private static CommandRun withInput(InputStream input, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = Terminal.of(input, out, new PrintStream(err, true, StandardCharsets.UTF_8), false, false);
        int exitCode = Main.run(terminal, Map.of(), args);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Standard output as one JSON document. */
    JsonNode json() {
        return JSON.readTree(out);
    }

    /** Standard output as lines. */
    List<String> lines() {
        return out.lines().toList();
    }
}
