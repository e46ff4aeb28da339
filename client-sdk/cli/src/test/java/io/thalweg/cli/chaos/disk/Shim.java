package io.thalweg.cli.chaos.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code shim.c} as a library between brokers and the C library. Needs Linux and a C compiler. */
public final class Shim {
    private final Path library;
    private final String lie;

    private Shim(Path library, String lie) {
        this.library = library;
        this.lie = lie;
    }

    /** Compiles it into a folder; empty if this machine cannot. */
    public static Optional<Shim> compile(Path folder) {
        if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
            return Optional.empty();
        }
        try (InputStream source = Shim.class.getResourceAsStream("shim.c")) {
            Files.createDirectories(folder);
            Path text = folder.resolve("shim.c");
            Files.write(text, Objects.requireNonNull(source).readAllBytes());
            Path library = folder.resolve("shim.so");
            String command =
                    "command -v cc >/dev/null 2>&1 && exec cc -shared -fPIC -O2 -U_FORTIFY_SOURCE -o \"$1\" \"$2\" -ldl -lpthread";
            Process compiler = new ProcessBuilder(
                            List.of("sh", "-c", command, "sh", library.toString(), text.toString()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (compiler.waitFor() != 0) {
                System.out.println("no C compiler that makes a shim: faults of disks are left out. " + said);
                return Optional.empty();
            }
            return Optional.of(new Shim(library, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The same for brokers whose files with this end of their name are never synced: what a check must notice. */
    public Shim lyingAbout(String end) {
        return new Shim(library, end);
    }

    Path library() {
        return library;
    }

    String lie() {
        return lie;
    }
}
