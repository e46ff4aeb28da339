package io.thalweg.broker.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.log.StorageFault;
import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes as the journal's. The first byte of an input chooses: the rows of an intact frame, the header of a frame with a
 * checksum that fits, or a whole file.
 */
final class JournalFrameFuzzTest implements FuzzRules {
    private static final long MOST_ALLOCATED = 64 << 10;
    private static final long PER_BYTE = 64;
    private static final int KINDS = 3;

    @Override
    public List<byte[]> seeds() throws IOException {
        Frame frame = new Frame(16);
        frame.put(2, new byte[] {1, 2, 3}, new byte[300]);
        frame.delete(1, new byte[] {4});
        frame.deleteRange(3, new byte[] {5}, new byte[] {6, 7});
        byte[] sealed = sealed(frame, 1, SegmentFile.HEADER_BYTES);
        frame.clear();
        frame.put(1, new byte[] {9}, new byte[0]);
        byte[] next = sealed(frame, 2, SegmentFile.HEADER_BYTES + sealed.length);
        byte[] header = SegmentFile.of(Path.of(""), 1).header().array();
        return List.of(
                input(0, Arrays.copyOfRange(sealed, FrameHeader.BYTES, sealed.length)),
                input(1, Arrays.copyOf(sealed, FrameHeader.BYTES)),
                input(2, header, sealed, next),
                input(2, header, sealed, new byte[100], next));
    }

    private static byte[] sealed(Frame frame, long sequence, long place) {
        ByteBuffer bytes = frame.seal(sequence, 0, place);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private static byte[] input(int kind, byte[]... parts) {
        ByteBuffer input = ByteBuffer.allocate(
                1 + Arrays.stream(parts).mapToInt(part -> part.length).sum());
        input.put((byte) kind);
        for (byte[] part : parts) {
            input.put(part);
        }
        return input.array();
    }

    @Override
    public void feed(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            switch ((input[0] & 0xff) % KINDS) {
                case 0 -> readRows(bytes);
                case 1 -> readHeader(bytes);
                default -> replay(bytes);
            }
        } catch (StorageFault e) {
            assertThat(e).hasMessageContaining("row");
        }
    }

    /** Rows say what was put in: the same rows make the same bytes. */
    private static void readRows(byte[] bytes) throws Exception {
        Frame again = new Frame(bytes.length + 2 * FrameHeader.BYTES);
        Allocation.within(MOST_ALLOCATED + PER_BYTE * bytes.length, () -> {
            RowReader.read(ByteBuffer.wrap(bytes), new Copy(again));
            return true;
        });
        ByteBuffer sealed = again.seal(1, 0, 0);
        assertThat(sealed.position(FrameHeader.BYTES)).isEqualTo(ByteBuffer.wrap(bytes));
    }

    private static void readHeader(byte[] bytes) {
        ByteBuffer header = ByteBuffer.allocate(FrameHeader.BYTES).put(bytes, 0, Math.min(bytes.length, 36));
        CRC32C crc = new CRC32C();
        ByteBuffer whole = ByteBuffer.allocate(FrameHeader.BYTES);
        FrameHeader.seal(whole, crc, 1, 0, 0);
        header.putInt(0, whole.getInt(0)).putInt(36, whole.getInt(36));
        header.putInt(32, FrameHeader.crc(header, crc, 0, 32));
        @Nullable FrameHeader read = FrameHeader.read(header, 0, crc);
        if (read != null) {
            assertThat(read.length()).isNotNegative();
            assertThat(read.frameBytes()).isGreaterThanOrEqualTo(FrameHeader.BYTES);
            assertThat(read.durable()).isLessThan(read.sequence());
        }
    }

    private static void replay(byte[] bytes) throws Exception {
        Path folder = Files.createTempDirectory("thalweg-fuzz-journal-");
        SegmentFile file = SegmentFile.of(folder, 1);
        try {
            Files.write(file.path(), bytes);
            long[] last = {0};
            JournalReplay.Outcome outcome = Allocation.within(
                    MOST_ALLOCATED + PER_BYTE * bytes.length,
                    () -> JournalReplay.replay(folder, 0, (sequence, payload) -> last[0] = sequence));
            assertThat(outcome.last()).isEqualTo(last[0]);
            assertThat(outcome.last()).isBetween(0L, (long) bytes.length / FrameHeader.BYTES);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("format");
        } finally {
            Files.deleteIfExists(file.path());
            Files.delete(folder);
        }
    }

    private static final class Copy implements RowReader.Handler<RuntimeException> {
        private final Frame target;

        Copy(Frame target) {
            this.target = target;
        }

        @Override
        public void put(int family, ByteBuffer key, ByteBuffer value) {
            target.put(family, key, value);
        }

        @Override
        public void delete(int family, ByteBuffer key) {
            target.delete(family, bytes(key));
        }

        @Override
        public void deleteRange(int family, ByteBuffer from, ByteBuffer toExclusive) {
            target.deleteRange(family, bytes(from), bytes(toExclusive));
        }

        private static byte[] bytes(ByteBuffer view) {
            byte[] copy = new byte[view.remaining()];
            view.get(copy);
            return copy;
        }
    }
}
