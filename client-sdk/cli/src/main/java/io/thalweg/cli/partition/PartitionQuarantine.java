package io.thalweg.cli.partition;

import io.thalweg.broker.app.quarantine.KeptPart;
import io.thalweg.broker.app.quarantine.KeptParts;
import io.thalweg.broker.app.quarantine.KeptRecord;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.record.RecordPrinter;
import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.Header;
import io.thalweg.client.api.Headers;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.RecordOrigin;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg partition quarantine}. */
@Command(
        name = "quarantine",
        description = {
            "Show what a broker keeps of records that it had to give up after a recovery, from its data folder; the broker"
                    + " may run or not.",
            "With --records print the records themselves, as `thalweg consume` does."
        })
final class PartitionQuarantine implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "DATA_DIR", description = "the broker's data.dir")
    private Path folder = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "TOPIC", description = "this topic only")
    private @Nullable String topic;

    @Parameters(index = "2", arity = "0..1", paramLabel = "PARTITION", description = "this partition only")
    private @Nullable Integer partition;

    @Option(names = "--records", description = "print the records")
    private boolean records;

    @Option(
            names = "--format",
            paramLabel = "TEMPLATE",
            description = "of the records, as for `thalweg consume` (default: %%v%%n)")
    private @Nullable String format;

    PartitionQuarantine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "NO_DATA_FOLDER",
                    folder + " is no folder",
                    "give the data.dir of a broker, on the machine of that broker");
        }
        RecordPrinter printer = RecordPrinter.of(output.json(), format);
        KeptParts kept = new KeptParts(folder);
        try {
            List<KeptPart> wanted = kept.all().stream().filter(this::isWanted).toList();
            if (records) {
                OutputStream out = new BufferedOutputStream(terminal.data());
                for (KeptPart part : wanted) {
                    kept.read(part, record -> print(printer, part, record, out));
                }
                out.flush();
            } else {
                output.print(terminal, () -> json(wanted), () -> text(wanted));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "UNREADABLE",
                    String.valueOf(e.getMessage()),
                    "what was printed before it is good; read a copy of the folder if there is one");
        }
        return 0;
    }

    private boolean isWanted(KeptPart part) {
        return (topic == null || topic.equals(part.topic())) && (partition == null || partition == part.partition());
    }

    private static void print(RecordPrinter printer, KeptPart part, KeptRecord record, OutputStream out) {
        RecordOrigin origin = new RecordOrigin(
                new TopicPartition(part.topic(), part.partition()),
                record.leaderEpoch(),
                record.appendTimestampMillis());
        List<Header> headers = record.headers().stream()
                .map(header -> new Header(header.name(), copy(header.value())))
                .toList();
        try {
            printer.print(
                    new ConsumerRecord<>(
                            origin,
                            record.offset(),
                            record.timestampMillis(),
                            bytes(record.key()),
                            bytes(record.value()),
                            Headers.of(headers)),
                    out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        return buffer == null ? null : copy(buffer);
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static Object json(List<KeptPart> parts) {
        return parts.stream()
                .map(part -> Json.object(
                        "topic", part.topic(),
                        "topicId", part.topicId(),
                        "partition", part.partition(),
                        "from", part.from(),
                        "to", part.to(),
                        "recoveryEpoch", part.recoveryEpoch(),
                        "bytes", part.bytes(),
                        "file", part.file().toString()))
                .toList();
    }

    static String text(List<KeptPart> parts) {
        if (parts.isEmpty()) {
            return "nothing is in quarantine\n";
        }
        Table table = Table.of("TOPIC", "PARTITION", "FROM", "LAST", "RECOVERY", "BYTES", "FILE");
        for (KeptPart part : parts) {
            table.row(
                    part.topic(),
                    part.partition(),
                    part.from(),
                    part.to() - 1,
                    part.recoveryEpoch(),
                    part.bytes(),
                    part.file());
        }
        return table.text();
    }
}
