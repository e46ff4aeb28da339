package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the names of the log segments say, before the log is opened. */
final class RaftLogFiles {

    private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_(\\d+)|(\\d+)-(\\d+))");
    private static final long OPEN = -1;

    private RaftLogFiles() {}

    /**
     * One file of entries.
     *
     * @param first index of its first entry
     * @param last index of its last entry, -1 while it is written
     */
    record Segment(Path file, long first, long last) {

        /** Whether entries are still added to it. */
        boolean open() {
            return last == OPEN;
        }
    }

    /** Index of the first entry on disk; empty if there is no segment. */
    static OptionalLong firstIndex(Path currentDirectory) throws IOException {
        return segments(currentDirectory).stream().mapToLong(Segment::first).min();
    }

    /** All segments in order of their entries. */
    static List<Segment> segments(Path currentDirectory) throws IOException {
        if (!Files.isDirectory(currentDirectory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(currentDirectory)) {
            return files.flatMap(RaftLogFiles::segment)
                    .sorted(Comparator.comparingLong(Segment::first))
                    .toList();
        }
    }

    private static Stream<Segment> segment(Path file) {
        Matcher name = SEGMENT.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Stream.empty();
        }
        String open = name.group(1);
        return Stream.of(
                open != null
                        ? new Segment(file, Long.parseLong(open), OPEN)
                        : new Segment(file, Long.parseLong(name.group(2)), Long.parseLong(name.group(3))));
    }
}
