package io.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.log.LogQuarantine;
import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.storage.QuarantineFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code thalweg partition quarantine} on a data folder. */
final class QuarantineCommandTest {
    private static final BatchSeed ORDERS = new BatchSeed(1, 2, 0);
    private static final BatchSeed PAYMENTS = new BatchSeed(3, 4, 7);

    @TempDir
    private Path folder;

    @Test
    void shouldListWhatIsKept() {
        keep("orders", ORDERS, 21, "late", "later");
        keep("payments", PAYMENTS, 5, "paid");

        CommandRun text = CommandRun.of("partition", "quarantine", folder.toString());
        JsonNode json = CommandRun.of("partition", "quarantine", folder.toString(), "-o", "json")
                .json();

        assertThat(text.exitCode()).isZero();
        assertThat(text.lines().get(0)).startsWith("TOPIC").contains("FROM", "LAST", "RECOVERY", "BYTES", "FILE");
        assertThat(text.lines().get(1)).matches("orders +0 +21 +22 +40 +\\d+ .*\\.batches");
        assertThat(json.size()).isEqualTo(2);
        assertThat(json.get(1).get("topic").asString()).isEqualTo("payments");
        assertThat(json.get(1).get("partition").asInt()).isEqualTo(7);
        assertThat(json.get(1).get("from").asInt()).isEqualTo(5);
        assertThat(json.get(1).get("to").asInt()).isEqualTo(6);
        assertThat(json.get(1).get("recoveryEpoch").asInt()).isEqualTo(40);
    }

    @Test
    void shouldPrintTheRecords() {
        keep("orders", ORDERS, 21, "late", "later");
        keep("payments", PAYMENTS, 5, "paid");

        CommandRun values = CommandRun.of("partition", "quarantine", folder.toString(), "orders", "--records");
        CommandRun formatted = CommandRun.of(
                "partition", "quarantine", folder.toString(), "orders", "0", "--records", "--format", "%o %k=%v%n");
        JsonNode json = CommandRun.of(
                        "partition", "quarantine", folder.toString(), "payments", "--records", "--output", "json")
                .json();

        assertThat(values.lines()).containsExactly("late", "later");
        assertThat(formatted.lines()).containsExactly("21 k=late", "22 k=later");
        assertThat(json.get("offset").asInt()).isEqualTo(5);
        assertThat(json.get("value").asString()).isEqualTo("paid");
    }

    @Test
    void shouldSayThatNothingIsKept() {
        CommandRun run = CommandRun.of("partition", "quarantine", folder.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("nothing is in quarantine\n");
    }

    @Test
    void shouldSayThatThereIsNoSuchFolder() {
        CommandRun run =
                CommandRun.of("partition", "quarantine", folder.resolve("none").toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("is no folder").contains("data.dir");
    }

    private void keep(String topic, BatchSeed seed, long from, String... values) {
        BatchBuilder builder = new BatchBuilder(seed);
        for (String value : values) {
            builder.add("k".getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8), 1_000);
        }
        RecordBatch batch = builder.build();
        batch.stamp(from, 30, 1_000);
        QuarantinedPart part = new QuarantinedPart(topic, seed, from, batch.nextOffset(), 40);
        QuarantineFolder quarantine = new QuarantineFolder(folder.resolve("quarantine"), () -> Long.MAX_VALUE);
        try (LogQuarantine.Copy copy = Objects.requireNonNull(quarantine.begin(part))) {
            copy.add(batch.bytes());
            copy.finish();
        }
    }
}
