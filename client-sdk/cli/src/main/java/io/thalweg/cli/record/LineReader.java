package io.thalweg.cli.record;

import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines as bytes, without their line feed and otherwise untouched. Holds one line at a time. Not thread-safe. */
final class LineReader {
    /** Longer than any record may be. */
    static final int LONGEST_LINE = 16 << 20;

    private static final int CHUNK = 64 << 10;

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int limit;
    private long lines;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** How many lines were returned. */
    long lines() {
        return lines;
    }

    /** The next line, or null behind the last one. What follows the last line feed is a line unless it is empty. */
    byte @Nullable [] next() throws IOException {
        var line = new ByteArrayOutputStream(128);
        while (true) {
            if (position == limit && !fill()) {
                return line.size() == 0 ? null : counted(line);
            }
            int end = position;
            while (end < limit && chunk[end] != '\n') {
                end++;
            }
            line.write(chunk, position, end - position);
            boolean whole = end < limit;
            position = whole ? end + 1 : end;
            if (whole) {
                return counted(line);
            }
            if (line.size() > LONGEST_LINE) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "RECORD_TOO_LARGE",
                        "line " + (lines + 1) + " is longer than " + LONGEST_LINE + " bytes",
                        "give one record per line; the lines before it were sent");
            }
        }
    }

    private byte[] counted(ByteArrayOutputStream line) {
        lines++;
        return line.toByteArray();
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(chunk));
        return limit > 0;
    }
}
