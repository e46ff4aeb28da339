package io.thalweg.cli.record;

import io.thalweg.client.api.consumer.ConsumerRecord;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Prints records as {@code thalweg consume} does, wherever they come from. */
public final class RecordPrinter {
    private static final String VALUES = "%v%n";

    private final RecordWriter writer;

    private RecordPrinter(RecordWriter writer) {
        this.writer = writer;
    }

    /**
     * Values only, a JSON object per line, or what the template says.
     *
     * @throws IllegalArgumentException if both are asked for, or the template is wrong
     */
    public static RecordPrinter of(boolean json, @Nullable String template) {
        if (template != null && json) {
            throw new IllegalArgumentException("--format and --output json exclude each other");
        }
        return new RecordPrinter(json ? new RecordJson() : RecordTemplate.parse(template == null ? VALUES : template));
    }

    public void print(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
        writer.write(record, out);
    }

    RecordWriter writer() {
        return writer;
    }
}
