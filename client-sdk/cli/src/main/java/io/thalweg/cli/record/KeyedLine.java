package io.thalweg.cli.record;

import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.client.api.Headers;
import io.thalweg.client.api.producer.ProducerRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes a record of a line: key and value are split at the first separator. */
final class KeyedLine {
    private final String topic;
    private final int partition;
    private final byte[] separator;

    /**
     * @param partition for every record, or {@link ProducerRecord#ANY_PARTITION}
     * @param separator text between key and value, {@code \t} for a tab; empty for lines without keys
     */
    KeyedLine(String topic, int partition, String separator) {
        this.topic = topic;
        this.partition = partition;
        this.separator = separator.replace("\\t", "\t").getBytes(StandardCharsets.UTF_8);
    }

    /** @param number of the line, from 1, for the error */
    ProducerRecord<byte[], byte[]> record(byte[] line, long number) {
        if (separator.length == 0) {
            return record(null, line);
        }
        for (int i = 0; i + separator.length <= line.length; i++) {
            if (Arrays.equals(line, i, i + separator.length, separator, 0, separator.length)) {
                return record(Arrays.copyOf(line, i), Arrays.copyOfRange(line, i + separator.length, line.length));
            }
        }
        throw new CommandFailure(
                ExitCode.FAILED,
                "NO_KEY_SEPARATOR",
                "line " + number + " has no key separator",
                "give every line a key, or leave out --key-separator; the lines before it were sent");
    }

    private ProducerRecord<byte[], byte[]> record(byte @Nullable [] key, byte[] value) {
        return new ProducerRecord<>(topic, partition, key, value, Headers.empty(), ProducerRecord.NOW);
    }
}
