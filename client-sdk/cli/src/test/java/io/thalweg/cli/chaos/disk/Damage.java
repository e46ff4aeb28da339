package io.thalweg.cli.chaos.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One wrong byte in a file of a data folder, and what the broker does about it. docs/operations/damage.md says the same. */
public enum Damage {
    IDENTITY("node.json", Reaction.SERVES, ""),
    BOTH_IDENTITIES("node*.json", Reaction.REFUSES, "IDENTITY_LOST"),
    MARKER("restart.json", Reaction.STARTS_LOSSY, ""),
    CURRENT("logs/CURRENT", Reaction.REFUSES_STORE, "CURRENT"),
    CURRENT_NUMBER("logs/CURRENT", Reaction.REFUSES_STORE, "MANIFEST"),
    MANIFEST("logs/MANIFEST-*", Reaction.REFUSES_STORE, "checksum mismatch"),
    OPTIONS("logs/OPTIONS-*", Reaction.SERVES, ""),
    JOURNAL_HEADER("logs/journal/*.journal", Reaction.STARTS_LOSSY, ""),
    JOURNAL_MIDDLE("logs/journal/*.journal", Reaction.STARTS_LOSSY, ""),
    JOURNAL_TAIL("logs/journal/*.journal", Reaction.STARTS_LOSSY, ""),
    TABLE_FOOTER("logs/*.sst", Reaction.REFUSES_STORE, "checksum mismatch"),
    RAFT_HEADER("metadata/*/current/log_*", Reaction.REFUSES, "damaged at byte 0"),
    RAFT_MIDDLE("metadata/*/current/log_inprogress_*", Reaction.REFUSES, "damaged at byte"),
    RAFT_TAIL("metadata/*/current/log_inprogress_*", Reaction.REFUSES, "damaged at byte"),
    RAFT_CLOSED("metadata/*/current/log_*-*", Reaction.REFUSES, "damaged at byte"),
    RAFT_VOTE("metadata/*/current/raft-meta", Reaction.REFUSES, "vote twice"),
    RAFT_VOTE_KEY("metadata/*/current/raft-meta", Reaction.REFUSES, "vote twice"),
    RAFT_VOTE_COPY("metadata/*/vote.copy", Reaction.SERVES, ""),
    RAFT_SNAPSHOT("metadata/*/sm/snapshot.*_*", Reaction.SERVES, ""),
    FORMATION_MARK("metadata.state", Reaction.REFUSES, "cannot read"),
    TABLE("logs/*.sst", Reaction.COPIES_REPLICA, "");

    private final String pattern;
    private final Reaction reaction;
    private final String cause;

    Damage(String pattern, Reaction reaction, String cause) {
        this.pattern = pattern;
        this.reaction = reaction;
        this.cause = cause;
    }

    /** Which byte is flipped. */
    private int place(byte[] content) {
        return switch (this) {
            case IDENTITY -> after(content, "storage\": \"");
            case BOTH_IDENTITIES, RAFT_VOTE_COPY -> 0;
            case MARKER -> after(content, "epoch\": ");
            case CURRENT -> 3;
            case CURRENT_NUMBER -> content.length - 2;
            case JOURNAL_HEADER -> 15;
            case MANIFEST, RAFT_CLOSED, RAFT_SNAPSHOT -> content.length / 2;
            case OPTIONS -> 200;
            case JOURNAL_TAIL -> end(content) - 3;
            case TABLE_FOOTER -> content.length - 20;
            case RAFT_HEADER -> 2;
            case JOURNAL_MIDDLE, RAFT_MIDDLE -> end(content) / 2;
            case RAFT_TAIL -> end(content) - 6;
            case RAFT_VOTE -> after(content, "term=");
            case RAFT_VOTE_KEY -> after(content, "te");
            case FORMATION_MARK -> 1;
            case TABLE -> content.length / 3;
        };
    }

    private static int after(byte[] content, String word) {
        return new String(content, StandardCharsets.ISO_8859_1).indexOf(word) + word.length();
    }

    /** Files that are made ahead end in zeros. */
    private static int end(byte[] content) {
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        return end;
    }

    public Reaction reaction() {
        return reaction;
    }

    /** What a refusal says of it. */
    public String cause() {
        return cause;
    }

    /** Whether the folder has such a file. */
    public boolean possible(Path data) {
        return !files(data).isEmpty();
    }

    /** Turns one bit of the byte, in all files for the identities, else in the largest one. */
    public void inflict(Path data) throws IOException {
        List<Path> files = files(data);
        for (Path file : this == BOTH_IDENTITIES ? files : files.subList(0, 1)) {
            byte[] content = Files.readAllBytes(file);
            int place = place(content);
            content[place] ^= (byte) bit(content[place]);
            Files.write(file, content);
        }
    }

    /** Which bit turns: of a term one that makes it lower, as a higher one does no harm. */
    private int bit(byte place) {
        return this == RAFT_VOTE ? Integer.lowestOneBit(place - '0') : 1;
    }

    /** Largest first. */
    private List<Path> files(Path data) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + data + "/" + pattern);
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(file -> matcher.matches(file) && !file.toString().endsWith(".md5"))
                    .filter(file -> file.toFile().length() > 0)
                    .sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().length())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
