package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;

/**
 * What this data folder remembers of the Raft folder, outside of it: a voter that once voted and lost its Raft folder
 * must not start empty under the same name, since it would vote again in a term in which it has voted.
 */
final class FormationMark {

    /** The life of a Raft folder; it only goes forward. */
    enum State {
        /** Never formatted here. */
        NONE,
        /** Allowed to format; may not have voted yet. */
        FORMING,
        /** Formatted and started: the folder must be there from now on. */
        FORMED
    }

    private final Path file;

    /** The mark of a Raft directory lies beside it. */
    FormationMark(Path directory) {
        this.file = directory.resolveSibling(directory.getFileName() + ".state");
    }

    /** Throws {@link ConsensusRefusal} if the mark is unreadable. */
    State read() {
        if (!Files.exists(file)) {
            return State.NONE;
        }
        try {
            return State.valueOf(Files.readString(file).strip().toUpperCase(Locale.ROOT));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConsensusRefusal("cannot read " + file + ": replace this voter by a new one", e);
        }
    }

    /** Returns when the mark is durable. */
    void write(State state) throws IOException {
        Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent(), "the mark has no folder");
        Files.createDirectories(parent);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        byte[] text = (state.name() + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(text);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.force(parent);
    }
}
