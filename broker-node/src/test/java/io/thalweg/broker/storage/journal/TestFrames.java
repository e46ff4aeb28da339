package io.thalweg.broker.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** Frames whose content follows from their sequence, and what a replay makes of them. */
final class TestFrames {
    private static final int FAMILY = 2;
    private static final int KEY_BYTES = 8;

    private TestFrames() {}

    /** The frame that gets this sequence. */
    static Frame frame(long sequence, int valueBytes) {
        Frame frame = new Frame(16);
        frame.put(FAMILY, key(sequence), value(sequence, valueBytes));
        return frame;
    }

    private static byte[] key(long sequence) {
        return ByteBuffer.allocate(KEY_BYTES).putLong(sequence).array();
    }

    private static byte[] value(long sequence, int bytes) {
        byte[] value = new byte[bytes];
        new Random(sequence).nextBytes(value);
        return value;
    }

    static void append(Journal journal, long from, long to, int valueBytes) throws IOException {
        for (long sequence = from; sequence <= to; sequence++) {
            assertThat(journal.append(frame(sequence, valueBytes))).isEqualTo(sequence);
        }
    }

    /** Replays, and checks that what is handed over is what was appended, without a gap. */
    static JournalReplay.Outcome replay(Path folder, long applied) throws IOException {
        long[] last = {Math.max(0, applied)};
        JournalReplay.Outcome outcome = JournalReplay.replay(folder, applied, (sequence, payload) -> {
            assertThat(sequence).isEqualTo(last[0] + 1);
            last[0] = sequence;
            RowReader.read(payload, new Check(sequence));
        });
        assertThat(outcome.last()).isEqualTo(last[0]);
        return outcome;
    }

    /** The only file, or the first. */
    static Path file(Path folder) throws IOException {
        return SegmentFile.in(folder).get(0).path();
    }

    /** Empties a folder, and copies the files of another one there. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> old = Files.list(to)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static final class Check implements RowReader.Handler<RuntimeException> {
        private final long sequence;

        Check(long sequence) {
            this.sequence = sequence;
        }

        @Override
        public void put(int family, ByteBuffer key, ByteBuffer value) {
            assertThat(family).isEqualTo(FAMILY);
            assertThat(key).isEqualTo(ByteBuffer.wrap(key(sequence)));
            assertThat(value).isEqualTo(ByteBuffer.wrap(value(sequence, value.remaining())));
        }

        @Override
        public void delete(int family, ByteBuffer key) {
            throw new AssertionError("no row is deleted");
        }

        @Override
        public void deleteRange(int family, ByteBuffer from, ByteBuffer toExclusive) {
            throw new AssertionError("no row is deleted");
        }
    }
}
