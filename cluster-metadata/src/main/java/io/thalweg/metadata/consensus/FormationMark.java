package io.thalweg.metadata.consensus;

import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * What this data folder remembers of the Raft folder, outside of it: a voter that once voted and lost its Raft folder
 * must not start empty under the same name, since it would vote again in a term in which it has voted.
 */
final class FormationMark {

    /** The life of a Raft folder. After {@link #LEFT} the next one begins, under another name. */
    enum State {
        /** Never formatted here. */
        NONE,
        /** Allowed to format; may not have voted yet. */
        FORMING,
        /** Formatted and started: the folder must be there from now on. */
        FORMED,
        /** No voter any more: the folder is of no use. */
        LEFT
    }

    /**
     * @param peerId name that the folder votes with, empty for {@link State#NONE}
     * @param first the first voters of the group; empty if this one joined later
     */
    record Content(State state, String peerId, List<VoterPeer> first) {

        static final Content NONE = new Content(State.NONE, "", List.of());

        Content in(State next) {
            return new Content(next, peerId, first);
        }
    }

    private final Path file;

    /** The mark of a Raft directory lies beside it. */
    FormationMark(Path directory) {
        this.file = directory.resolveSibling(directory.getFileName() + ".state");
    }

    /** Throws {@link ConsensusRefusal} if the mark is unreadable. */
    Content read() {
        if (!Files.exists(file)) {
            return Content.NONE;
        }
        try {
            List<String> all = Files.readAllLines(file);
            List<String> lines = all.subList(0, all.size() - 1);
            if (!all.get(all.size() - 1).equals(sum(lines))) {
                throw new IOException("wrong checksum");
            }
            State state = State.valueOf(lines.get(0).strip().toUpperCase(Locale.ROOT));
            List<VoterPeer> first = new ArrayList<>();
            for (String line : lines.subList(2, lines.size())) {
                first.add(peer(line));
            }
            return new Content(state, lines.get(1).strip(), List.copyOf(first));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ConsensusRefusal(
                    "cannot read " + file
                            + ": move it and the Raft folder beside it away, start this broker, and replace"
                            + " its vote (docs/operations/voters.md)",
                    e);
        }
    }

    /** Returns when the mark is durable. */
    void write(Content content) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(content.state().name())
                .append('\n')
                .append(content.peerId())
                .append('\n');
        content.first().forEach(peer -> text.append(line(peer)).append('\n'));
        text.append(sum(text.toString().lines().toList())).append('\n');
        write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The last line: a wrong bit never makes another name of this voter. */
    private static String sum(List<String> lines) {
        CRC32C sum = new CRC32C();
        lines.forEach(line -> sum.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return Long.toHexString(sum.getValue());
    }

    private void write(byte[] text) throws IOException {
        Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent(), "the mark has no folder");
        Files.createDirectories(parent);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
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

    private static String line(VoterPeer peer) {
        Voter voter = peer.voter();
        return peer.peerId() + " " + voter.id() + " " + voter.host() + " " + voter.peerPort() + " " + voter.raftPort();
    }

    private static VoterPeer peer(String line) {
        String[] parts = line.strip().split(" ", -1);
        return new VoterPeer(
                parts[0],
                new Voter(
                        Integer.parseInt(parts[1]), parts[2], Integer.parseInt(parts[3]), Integer.parseInt(parts[4])));
    }
}
