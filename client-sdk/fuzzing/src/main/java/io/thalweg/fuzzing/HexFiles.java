package io.thalweg.fuzzing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bytes as text that a review can read: hexadecimal, spaces anywhere, lines that begin with {@code #} are remarks. */
public final class HexFiles {

    private HexFiles() {}

    /** The content of every {@code .hex} file of a folder, in order of name; nothing if there is no such folder. */
    public static List<byte[]> read(Path folder) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return contents;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".hex")) {
                    contents.add(parse(Files.readAllLines(file)));
                }
            }
        }
        return contents;
    }

    static byte[] parse(List<String> lines) {
        String digits = lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("\\s", ""))
                .collect(Collectors.joining());
        return HexFormat.of().parseHex(digits);
    }
}
