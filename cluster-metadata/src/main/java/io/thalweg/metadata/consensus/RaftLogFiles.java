package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the names of the log segments say, before the log is opened. */
final class RaftLogFiles {

    private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_)?(\\d+)(?:-\\d+)?");

    private RaftLogFiles() {}

    /** Index of the first entry on disk; empty if there is no segment. */
    static OptionalLong firstIndex(Path currentDirectory) throws IOException {
        if (!Files.isDirectory(currentDirectory)) {
            return OptionalLong.empty();
        }
        try (Stream<Path> files = Files.list(currentDirectory)) {
            return files.map(file -> SEGMENT.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .flatMapToLong(matcher -> LongStream.of(Long.parseLong(matcher.group(1))))
                    .min();
        }
    }
}
