package io.thalweg.cli.record;

import io.thalweg.client.api.consumer.ConsumerRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A template such as {@code %k=%v%n}. Key and value are written as the bytes they are, a missing one as nothing; {@code %%}
 * is a percent sign, {@code \t} a tab and {@code \n} a line end.
 */
final class RecordTemplate implements RecordWriter {
    /** A field or an escape, else any one character. */
    private static final Pattern TOKEN = Pattern.compile("%.|\\\\[nt\\\\]|.", Pattern.DOTALL);

    private static final Map<String, String> LITERALS =
            Map.of("%n", "\n", "%%", "%", "\\n", "\n", "\\t", "\t", "\\\\", "\\");

    private final List<RecordWriter> parts;

    private RecordTemplate(List<RecordWriter> parts) {
        this.parts = parts;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException when it names an unknown field
     */
    static RecordTemplate parse(String text) {
        List<RecordWriter> parts = new ArrayList<>();
        var literal = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String found = token.group();
            if (found.length() == 2 && found.charAt(0) == '%' && LITERALS.get(found) == null) {
                addLiteral(parts, literal);
                parts.add(field(found.charAt(1)));
            } else {
                literal.append(LITERALS.getOrDefault(found, found));
            }
        }
        addLiteral(parts, literal);
        return new RecordTemplate(List.copyOf(parts));
    }

    private static void addLiteral(List<RecordWriter> parts, StringBuilder literal) {
        if (literal.length() > 0) {
            byte[] bytes = literal.toString().getBytes(StandardCharsets.UTF_8);
            parts.add((record, out) -> out.write(bytes));
            literal.setLength(0);
        }
    }

    private static RecordWriter field(char letter) {
        return switch (letter) {
            case 't' -> (record, out) -> out.write(record.topic().getBytes(StandardCharsets.UTF_8));
            case 'p' -> (record, out) -> writeNumber(record.partition(), out);
            case 'o' -> (record, out) -> writeNumber(record.offset(), out);
            case 'k' -> (record, out) -> writeBytes(record.key(), out);
            case 'v' -> (record, out) -> writeBytes(record.value(), out);
            case 'T' -> (record, out) -> writeNumber(record.timestamp(), out);
            default ->
                throw new IllegalArgumentException(
                        "unknown field %" + letter
                                + " in the format; there are %t topic, %p partition, %o offset, %k key, %v value, %T time, %n newline");
        };
    }

    private static void writeNumber(long number, OutputStream out) throws IOException {
        out.write(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeBytes(byte @Nullable [] bytes, OutputStream out) throws IOException {
        if (bytes != null) {
            out.write(bytes);
        }
    }

    @Override
    public void write(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
        for (RecordWriter part : parts) {
            part.write(record, out);
        }
    }
}
