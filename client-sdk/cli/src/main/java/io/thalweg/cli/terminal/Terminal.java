package io.thalweg.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The three streams of the process and whether a person sits at them. Data goes to {@link #out()}, everything else to
 * {@link #err()}.
 *
 * @param in standard input, not buffered
 * @param data standard output, not buffered; writing to a closed pipe throws, so that a command can stop
 * @param out standard output for text; flushed when the command ends
 * @param err standard error
 * @param inIsTerminal a person can be asked
 * @param outIsTerminal a person reads standard output: colours may be used
 * @param errIsTerminal a person reads standard error: progress may be shown
 */
public record Terminal(
        InputStream in,
        OutputStream data,
        PrintStream out,
        PrintStream err,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal) {

    /** Who watches standard error. */
    public record Watcher(PrintStream err, boolean watches) {}

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        var data = new FileOutputStream(FileDescriptor.out);
        return of(
                        new FileInputStream(FileDescriptor.in),
                        data,
                        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                        isTerminal(1),
                        isTerminal(2))
                .withInput(isTerminal(0));
    }

    /** The same, and whether a person can be asked. */
    public Terminal withInput(boolean isTerminal) {
        return new Terminal(in, data, out, err, isTerminal, outIsTerminal, errIsTerminal);
    }

    /** A terminal of these streams; nobody can be asked. */
    public static Terminal of(
            InputStream in, OutputStream data, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {
        return new Terminal(
                in,
                data,
                new PrintStream(data, false, StandardCharsets.UTF_8),
                err,
                false,
                outIsTerminal,
                errIsTerminal);
    }

    /** What a person typed up to the end of the line; empty at the end of the input. */
    public String readLine() {
        var line = new ByteArrayOutputStream();
        try {
            int next = in.read();
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the answer", e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Prints one JSON document on a line. */
    public void json(Object value) {
        out.println(Json.text(value));
        out.flush();
    }

    /** Prints text that ends in a line end. */
    public void print(String text) {
        out.print(text);
        out.flush();
    }

    /** Begins long work; see {@link Progress#start}. */
    public Progress progress(String task, long total) {
        return Progress.start(new Watcher(err, errIsTerminal), task, total);
    }

    /** Java can ask about all streams together only, so ask the system: a terminal is a device. Where it does not say, none. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
