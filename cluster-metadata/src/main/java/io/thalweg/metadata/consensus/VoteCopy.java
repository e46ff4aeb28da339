package io.thalweg.metadata.consensus;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest vote that counted, written a second time and with a checksum. The file in which Ratis keeps term and vote has
 * none: one wrong bit in the term would let this voter vote again in a term in which it has voted.
 *
 * <p>The copy may be older than the file, never newer: it is written before a vote leaves this process and before a new
 * leader appends its first entry, so a vote that only the file knows has decided nothing. Thread-safe.
 */
final class VoteCopy {

    private static final Logger LOG = LoggerFactory.getLogger(VoteCopy.class);

    private final Path original;
    private final Path copy;

    @GuardedBy("this")
    private @Nullable Vote written;

    private record Vote(long term, String candidate) {

        /** A first line of content, a second with its checksum. */
        String text() {
            String content = term + " " + candidate;
            CRC32C sum = new CRC32C();
            sum.update(content.getBytes(StandardCharsets.UTF_8));
            return content + "\n" + Long.toHexString(sum.getValue()) + "\n";
        }
    }

    /** The vote that Ratis keeps in {@code currentDirectory}; the copy lies beside that folder. */
    VoteCopy(Path currentDirectory) {
        this.original = currentDirectory.resolve("raft-meta");
        this.copy = currentDirectory.resolveSibling("vote.copy");
    }

    /** Copies the vote if it has changed; returns when the copy is durable. */
    synchronized void update() throws IOException {
        Vote now = readOriginal();
        if (now == null) {
            throw new IOException(original + " cannot be read");
        }
        if (now.equals(written)) {
            return;
        }
        Path fresh = copy.resolveSibling(copy.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(now.text().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.force(copy.resolveSibling("."));
        written = now;
    }

    /**
     * Looks whether Ratis would start with every vote that counted.
     *
     * @throws ConsensusRefusal if it would not
     */
    void requireKept() throws IOException {
        if (!Files.exists(original) && !Files.exists(copy)) {
            return;
        }
        Vote kept = readOriginal();
        if (kept == null) {
            throw new ConsensusRefusal(
                    "the vote of this voter in " + original + " cannot be read, so it could vote twice" + " in a term");
        }
        Vote counted = readCopy();
        if (counted == null) {
            return;
        }
        boolean same = kept.term() == counted.term()
                && (counted.candidate().isEmpty() || counted.candidate().equals(kept.candidate()));
        if (kept.term() <= counted.term() && !same) {
            throw new ConsensusRefusal("the vote of this voter in " + original + " is of term " + kept.term()
                    + " for '" + kept.candidate() + "', but it has voted in term " + counted.term() + " for '"
                    + counted.candidate() + "': it could vote twice in a term");
        }
    }

    private @Nullable Vote readOriginal() throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(original, StandardCharsets.ISO_8859_1)));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return null;
        }
        String candidate = properties.getProperty("votedFor");
        return candidate == null ? null : vote(properties.getProperty("term"), candidate);
    }

    private static @Nullable Vote vote(@Nullable String term, String candidate) {
        try {
            return term == null ? null : new Vote(Long.parseLong(term), candidate);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Vote readCopy() throws IOException {
        if (!Files.exists(copy)) {
            return null;
        }
        String text = Files.readString(copy, StandardCharsets.ISO_8859_1);
        String[] words = text.lines().findFirst().orElse("").split(" ", 2);
        Vote read = words.length == 2 ? vote(words[0], words[1]) : null;
        if (read == null || !read.text().equals(text)) {
            LOG.warn("{} is damaged and ignored; the next vote writes it anew", copy);
            return null;
        }
        return read;
    }
}
