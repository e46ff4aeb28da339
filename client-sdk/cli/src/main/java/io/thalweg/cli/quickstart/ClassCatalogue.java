package io.thalweg.cli.quickstart;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Real input that every machine with a JDK has: its own class catalogue, some 27 000 entries. One JSON line per class,
 * keyed by package, so that a key has between one and some hundred records. The order mixes the packages, the same way
 * each time, so that every partition has something to write all the time.
 */
record ClassCatalogue(List<ClassCatalogue.Entry> entries) {
    private static final long SEED = 1;

    /** One class. The key is its package. */
    record Entry(String key, String value) {}

    static ClassCatalogue read() throws IOException {
        FileSystem runtime = FileSystems.getFileSystem(URI.create("jrt:/"));
        try (Stream<Path> files = Files.walk(runtime.getPath("/modules"))) {
            List<Path> classes = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> file.getNameCount() > 3)
                    .sorted()
                    .toList();
            List<Entry> entries = new ArrayList<>(classes.size());
            for (Path file : classes) {
                entries.add(entry(file));
            }
            Collections.shuffle(entries, new Random(SEED));
            return new ClassCatalogue(List.copyOf(entries));
        }
    }

    private static Entry entry(Path file) throws IOException {
        String module = file.getName(1).toString();
        String type = file.getFileName().toString().replace(".class", "");
        String pack = file.subpath(2, file.getNameCount() - 1).toString().replace('/', '.');
        String json = "{\"module\":\"%s\",\"package\":\"%s\",\"class\":\"%s\",\"bytes\":%d}"
                .formatted(module, pack, type, Files.size(file));
        return new Entry(pack, json);
    }

    int size() {
        return entries.size();
    }

    /** Writes a line per entry: key, tab, value. */
    void writeTo(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (Entry entry : entries) {
                writer.write(entry.key() + "\t" + entry.value() + "\n");
            }
        }
    }
}
