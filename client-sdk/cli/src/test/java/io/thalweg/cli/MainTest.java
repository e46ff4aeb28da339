package io.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing, help and errors that need no cluster. */
final class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        var terminal = Terminal.of(
                InputStream.nullInputStream(), out, new PrintStream(err, true, StandardCharsets.UTF_8), false, false);
        return Main.run(terminal, Map.of(), args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldListEveryCommandButHiddenOnes() {
        assertThat(run("--help")).isZero();
        assertThat(out())
                .contains(
                        "server",
                        "local",
                        "topic",
                        "produce",
                        "consume",
                        "group",
                        "broker",
                        "cluster",
                        "bench",
                        "Exit codes: 0 ok, 1 failed, 2 usage")
                .doesNotContain("quickstart");
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local up",
                "local down",
                "local status",
                "local kill",
                "local stop",
                "local start",
                "topic create",
                "topic list",
                "topic describe",
                "topic alter",
                "topic delete",
                "produce",
                "consume",
                "group list",
                "group describe",
                "group reset",
                "group delete",
                "broker list",
                "broker describe",
                "broker drain",
                "cluster status",
                "cluster health",
                "bench produce",
                "bench consume",
                "bench latency"
            })
    void shouldHelpWithEveryCommand(String command) {
        assertThat(run((command + " --help").split(" "))).isZero();
        assertThat(out()).contains("Usage: thalweg " + command, "--output", "--version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "topic",
                "topic create",
                "topic list --nonsense",
                "topic create t --partitions many",
                "topic alter t",
                "topic alter t --partitions 0",
                "topic alter t --config retention.ms",
                "produce t --acks most",
                "consume t --from yesterday",
                "consume t --output xml",
                "consume t --timeout 0s",
                "consume t --format %x",
                "consume t --group g --from 12",
                "bench produce",
                "bench produce --topic t --records 0",
                "group reset g",
                "partition reassign t 0",
                "partition reassign t 0 --replicas 1,x",
                "partition reassign t 0 --replicas 1,2 --cancel",
                "partition reassign t 0 --cancel --dry-run",
                "broker decommission",
                "broker decommission 4 --parallel 0",
                "local kill",
                "local up --brokers 10 --dir /nonexistent",
                "topic list --bootstrap nowhere:port"
            })
    void shouldRefuseAWrongCommandLineWithCodeTwo(String command) {
        assertThat(run(command.isEmpty() ? new String[0] : command.split(" "))).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).startsWith("error: ").contains("\n  why: USAGE\n  try: see ");
    }

    @Test
    void shouldReportErrorsAsJsonWhenAsked() {
        assertThat(run("topic", "create", "--output", "json")).isEqualTo(2);
        assertThat(err()).startsWith("{\"error\":{\"reason\":\"USAGE\",\"message\":\"Missing required parameter");
    }

    @Test
    void shouldEndWithSixWhenNoBrokerAnswers() {
        // given: port 1 on loopback refuses
        long begin = System.nanoTime();

        // when
        int code = run("topic", "list", "--bootstrap", "127.0.0.1:1", "--timeout", "500ms");

        // then
        assertThat(code).isEqualTo(6);
        assertThat(err()).contains("why: UNREACHABLE", "127.0.0.1:1", "try: check the addresses");
        assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
    }

    @Test
    void shouldSayThatThereIsNoLocalCluster() {
        assertThat(run("local", "status", "--dir", "/nonexistent")).isEqualTo(3);
        assertThat(err()).contains("there is no local cluster in /nonexistent", "thalweg local up");
    }

    @Test
    void shouldPrintItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out()).startsWith("thalweg ");
    }
}
