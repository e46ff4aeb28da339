package io.thalweg.broker.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a journal is worth whose files are not as they were written. */
final class JournalReplayTest {
    private static final int VALUE = 700;
    private static final int FRAME = FrameHeader.BYTES + RowReader.HEADER_BYTES + Long.BYTES + VALUE;
    private static final long ENDLESS = 1 << 30;

    @TempDir
    private Path temp;

    private Path folder;

    @BeforeEach
    void name() throws IOException {
        folder = Files.createDirectory(temp.resolve("journal"));
    }

    @Test
    void shouldFindNothingWhereNothingWas() throws Exception {
        assertThat(TestFrames.replay(folder, JournalReplay.NO_JOURNAL)).isEqualTo(sound(0));
        assertThat(TestFrames.replay(temp.resolve("none"), JournalReplay.NO_JOURNAL))
                .isEqualTo(sound(0));
        assertThat(TestFrames.replay(folder, 0).damage()).contains("no file of it is left");
        Journal.begin(folder, 7, ENDLESS, () -> {}).close();
        assertThat(TestFrames.replay(folder, 6)).isEqualTo(sound(6));
    }

    @Test
    void shouldCutWhatIsTornAtAnyByteOfTheLastFrame() throws Exception {
        write(1, 5, 5);
        byte[] whole = Files.readAllBytes(TestFrames.file(folder));
        int lastBegins = whole.length - FRAME;
        for (int length = lastBegins; length < whole.length; length++) {
            Files.write(TestFrames.file(folder), Arrays.copyOf(whole, length));
            assertThat(TestFrames.replay(folder, 0)).as("%d bytes", length).isEqualTo(sound(4));
            assertThat(TestFrames.replay(folder, 2)).isEqualTo(sound(4));
            assertThat(TestFrames.replay(folder, 5)).isEqualTo(sound(5));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCutALastFrameOfWhichSectorsAreMissing(boolean madeAhead) throws Exception {
        write(1, 5, 0);
        int end = (int) Files.size(TestFrames.file(folder));
        byte[] whole = madeAhead ? blankBehind(TestFrames.file(folder)) : Files.readAllBytes(TestFrames.file(folder));
        int from = end - FRAME;
        for (int start = from; start < end; start = (start / Sectors.BYTES + 1) * Sectors.BYTES) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, start, Math.min(whole.length, (start / Sectors.BYTES + 1) * Sectors.BYTES), (byte) 0);
            Files.write(TestFrames.file(folder), torn);
            assertThat(TestFrames.replay(folder, 0)).as("from byte %d", start).isEqualTo(sound(4));
        }
    }

    /** A wrong bit where no frame was written is no damage, since nothing is missing. */
    @Test
    void shouldEndWhereAFileThatWasMadeAheadIsBlank() throws Exception {
        write(1, 5, 0);
        Path file = TestFrames.file(folder);
        int end = (int) Files.size(file);
        byte[] bytes = blankBehind(file);
        Files.write(file, bytes);
        assertThat(TestFrames.replay(folder, 0)).isEqualTo(sound(5));
        for (int at = end; at < bytes.length; at++) {
            Files.write(file, flipped(bytes, at));
            assertThat(TestFrames.replay(folder, 0)).as("byte %d", at).isEqualTo(sound(5));
        }
    }

    @Test
    void shouldGoOnBehindAFileThatIsNotFull() throws Exception {
        writeTwoFiles(0);
        Path first = TestFrames.file(folder);
        Files.write(first, blankBehind(first));
        assertThat(TestFrames.replay(folder, 0)).isEqualTo(sound(5));
        assertThat(TestFrames.replay(folder, 2)).isEqualTo(sound(5));
        assertThat(TestFrames.replay(folder, 4)).isEqualTo(sound(5));
    }

    @Test
    void shouldMissTheLastFrameOfAFileThatIsNotFull() throws Exception {
        for (int synced : new int[] {0, 3}) {
            writeTwoFiles(synced);
            Path first = TestFrames.file(folder);
            int end = (int) Files.size(first);
            byte[] bytes = blankBehind(first);
            Arrays.fill(bytes, end - FRAME, end, (byte) 0);
            Files.write(first, bytes);

            JournalReplay.Outcome outcome = TestFrames.replay(folder, 0);

            assertThat(outcome.last()).isEqualTo(2);
            assertThat(outcome.damage() != null).as("synced up to %d", synced).isEqualTo(synced == 3);
        }
    }

    private static byte[] blankBehind(Path file) throws IOException {
        byte[] written = Files.readAllBytes(file);
        return Arrays.copyOf(written, written.length + 3 * FRAME);
    }

    /** Three frames in the first file, two in the second. */
    private void writeTwoFiles(long synced) throws IOException {
        try (Journal journal = Journal.begin(folder, 1, SegmentFile.HEADER_BYTES + 3L * FRAME, () -> {})) {
            TestFrames.append(journal, 1, 3, VALUE);
            if (synced > 0) {
                journal.sync();
            }
            TestFrames.append(journal, 4, 5, VALUE);
        }
        assertThat(SegmentFile.in(folder)).extracting(SegmentFile::first).containsExactly(1L, 4L);
    }

    /** Synced or not, and whether a later frame knows it or not: nothing of it is missing, so it is not torn. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCallAWrongBitDamageInAnyByteOfAFrame(boolean madeAhead) throws Exception {
        for (int frame : new int[] {1, 3, 5}) {
            for (int synced : new int[] {0, 5}) {
                write(1, 5, synced);
                Path file = TestFrames.file(folder);
                byte[] whole = madeAhead ? blankBehind(file) : Files.readAllBytes(file);
                int begin = SegmentFile.HEADER_BYTES + (frame - 1) * FRAME;
                for (int at = begin; at < begin + FRAME; at++) {
                    Files.write(file, flipped(whole, at));
                    JournalReplay.Outcome outcome = TestFrames.replay(folder, 0);
                    assertThat(outcome.last()).as("byte %d", at).isEqualTo(frame - 1);
                    assertThat(outcome.damage()).as("byte %d", at).contains("write " + frame, file.getFileName() + "");
                }
            }
        }
    }

    @Test
    void shouldCallAWrongBitDamageInAnyByteOfAFilesHeader() throws Exception {
        write(1, 5, 0);
        Path file = TestFrames.file(folder);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < SegmentFile.HEADER_BYTES; at++) {
            for (int frames : new int[] {0, 5}) {
                Files.write(file, Arrays.copyOf(flipped(whole, at), SegmentFile.HEADER_BYTES + frames * FRAME));
                JournalReplay.Outcome outcome = TestFrames.replay(folder, 0);
                assertThat(outcome.last()).isZero();
                assertThat(outcome.damage()).as("byte %d", at).contains("at byte 0");
            }
        }
    }

    @Test
    void shouldNotMindWrongBitsInFramesThatTheDatabaseHas() throws Exception {
        write(1, 5, 0);
        Path file = TestFrames.file(folder);
        byte[] whole = Files.readAllBytes(file);
        for (int at = SegmentFile.HEADER_BYTES + FRAME; at < SegmentFile.HEADER_BYTES + 2 * FRAME; at++) {
            Files.write(file, flipped(whole, at));
            boolean inHeader = at < SegmentFile.HEADER_BYTES + FRAME + FrameHeader.BYTES;
            JournalReplay.Outcome outcome = TestFrames.replay(folder, 3);
            if (inHeader) {
                assertThat(outcome.damage())
                        .as("frames behind it cannot be found")
                        .isNotNull();
            } else {
                assertThat(outcome).isEqualTo(sound(5));
            }
            assertThat(TestFrames.replay(folder, 5)).isEqualTo(sound(5));
        }
    }

    @Test
    void shouldCallATornFrameDamageThatALaterOneKnowsAsDurable() throws Exception {
        for (int synced : new int[] {1, 2, 3}) {
            write(1, 4, synced);
            Path file = TestFrames.file(folder);
            byte[] bytes = Files.readAllBytes(file);
            int begin = SegmentFile.HEADER_BYTES + FRAME;
            Arrays.fill(bytes, begin, begin + FRAME, (byte) 0);
            Files.write(file, bytes);

            JournalReplay.Outcome outcome = TestFrames.replay(folder, 0);

            assertThat(outcome.last()).isEqualTo(1);
            assertThat(outcome.damage() != null).as("synced up to %d", synced).isEqualTo(synced >= 2);
        }
    }

    @Test
    void shouldTellZerosThatWereWrittenFromThoseThatWereNot() throws Exception {
        try (Journal journal = Journal.begin(folder, 1, ENDLESS, () -> {})) {
            Frame frame = new Frame(16);
            frame.put(1, new byte[8], new byte[5_000]);
            journal.append(frame);
        }
        Path file = TestFrames.file(folder);
        byte[] whole = Files.readAllBytes(file);
        assertThat(JournalReplay.replay(folder, 0, (sequence, rows) -> {})).isEqualTo(sound(1));

        for (int at = SegmentFile.HEADER_BYTES; at < whole.length; at++) {
            Files.write(file, flipped(whole, at));
            assertThat(JournalReplay.replay(folder, 0, (sequence, rows) -> {}).damage())
                    .as("byte %d", at)
                    .isNotNull();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 1_000));
        assertThat(JournalReplay.replay(folder, 0, (sequence, rows) -> {})).isEqualTo(sound(0));
    }

    @Test
    void shouldMissAFileBetweenOthersAndAtTheBegin() throws Exception {
        try (Journal journal = Journal.begin(folder, 1, 3L * FRAME, () -> {})) {
            for (long sequence = 1; sequence <= 9; sequence++) {
                journal.append(TestFrames.frame(sequence, VALUE));
                journal.sync();
            }
        }
        Path copy = temp.resolve("copy");
        TestFrames.copy(folder, copy);
        List<SegmentFile> files = SegmentFile.in(copy);
        assertThat(files).extracting(SegmentFile::first).containsExactly(1L, 3L, 5L, 7L, 9L);

        Files.delete(files.get(2).path());
        assertThat(TestFrames.replay(copy, 0)).satisfies(outcome -> {
            assertThat(outcome.last()).isEqualTo(4);
            assertThat(outcome.damage()).contains("write 5 is missing");
        });
        assertThat(TestFrames.replay(copy, 5).damage()).contains("write 6 is missing");
        assertThat(TestFrames.replay(copy, 6)).isEqualTo(sound(9));

        TestFrames.copy(folder, copy);
        Files.delete(files.get(0).path());
        assertThat(TestFrames.replay(copy, 1).damage()).contains("begins with " + files.get(1));
        assertThat(TestFrames.replay(copy, 1).last()).isEqualTo(1);
        assertThat(TestFrames.replay(copy, 2)).isEqualTo(sound(9));

        for (SegmentFile file : SegmentFile.in(copy)) {
            Files.delete(file.path());
        }
        assertThat(TestFrames.replay(copy, 9).damage()).contains("no file of it is left");
    }

    @Test
    void shouldNotTakeAFileThatWasJustCreatedForDamage() throws Exception {
        write(1, 5, 5);
        SegmentFile next = SegmentFile.of(folder, 6);
        for (int length = 0; length < SegmentFile.HEADER_BYTES; length++) {
            Files.write(next.path(), Arrays.copyOf(next.header().array(), length));
            assertThat(TestFrames.replay(folder, 0)).isEqualTo(sound(5));
            Files.write(next.path(), new byte[length + SegmentFile.HEADER_BYTES]);
            assertThat(TestFrames.replay(folder, 0)).isEqualTo(sound(5));
        }
    }

    @Test
    void shouldNeverGoOnInWhatACutLeftBehind() throws Exception {
        write(1, 8, 0);
        Path file = TestFrames.file(folder);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, SegmentFile.HEADER_BYTES + 3 * FRAME, SegmentFile.HEADER_BYTES + 4 * FRAME, (byte) 0);
        Files.write(file, bytes);
        assertThat(TestFrames.replay(folder, 0)).isEqualTo(sound(3));
        Path before = temp.resolve("before");
        TestFrames.copy(folder, before);

        Journal.begin(folder, 4, ENDLESS, () -> {}).close();
        Files.copy(TestFrames.file(before), file);
        assertThat(SegmentFile.in(folder)).hasSize(2);
        assertThat(TestFrames.replay(folder, 3)).as("the old file came back").isEqualTo(sound(3));

        try (Journal journal = Journal.begin(folder, 4, ENDLESS, () -> {})) {
            TestFrames.append(journal, 4, 5, 30);
        }
        assertThat(TestFrames.replay(folder, 3)).isEqualTo(sound(5));
    }

    /** Intact frames, but not those that come next here. */
    @Test
    void shouldNotReplayFramesOfAnotherPlace() throws Exception {
        write(1, 5, 0);
        Path file = TestFrames.file(folder);
        byte[] whole = Files.readAllBytes(file);
        for (int frame = 0; frame < 5; frame++) {
            int begin = SegmentFile.HEADER_BYTES + frame * FRAME;
            Files.write(file, whole);
            Files.write(file, Arrays.copyOfRange(whole, begin, begin + FRAME), StandardOpenOption.APPEND);
            assertThat(TestFrames.replay(folder, 0)).satisfies(outcome -> {
                assertThat(outcome.last()).isEqualTo(5);
                assertThat(outcome.damage()).isNotNull();
            });
        }
    }

    @Test
    void shouldRefuseAFormatThatItDoesNotKnow() throws Exception {
        write(1, 1, 0);
        Path file = TestFrames.file(folder);
        byte[] bytes = Files.readAllBytes(file);
        bytes[11] = 2;
        ByteBuffer header = ByteBuffer.wrap(bytes);
        header.putInt(20, FrameHeader.crc(header, new CRC32C(), 0, 20));
        Files.write(file, bytes);

        assertThatThrownBy(() -> TestFrames.replay(folder, 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 2");
    }

    /** Any one bit of a journal with several files: what the database lacks is replayed as it was, or it is damage. */
    @Test
    void shouldNeverBeSilentAboutAWrongBit() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int last = 1 + random.nextInt(12);
            long applied = random.nextInt(last + 1);
            try (Journal journal = Journal.begin(folder, 1, 2_000, () -> {})) {
                for (long sequence = 1; sequence <= last; sequence++) {
                    journal.append(TestFrames.frame(sequence, random.nextInt(1_500)));
                    if (random.nextInt(4) == 0) {
                        journal.sync();
                    }
                }
            }
            List<SegmentFile> files = SegmentFile.in(folder);
            Path file = files.get(random.nextInt(files.size())).path();
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, flipped(bytes, random.nextInt(bytes.length)));

            JournalReplay.Outcome outcome = TestFrames.replay(folder, applied);

            assertThat(outcome.damage() != null || outcome.last() == last)
                    .as("seed %d: %s of %d", seed, outcome, last)
                    .isTrue();
        }
    }

    @Test
    void shouldReadOnlyFramesFromGarbage() throws Exception {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            write(1, 3, 0);
            byte[] garbage = new byte[random.nextInt(3_000)];
            random.nextBytes(garbage);
            Files.write(TestFrames.file(folder), garbage, StandardOpenOption.APPEND);

            assertThat(TestFrames.replay(folder, 0).last()).isEqualTo(3);
        }
    }

    /** One file with frames up to a last one, of which all up to a middle one were synced before the next was written. */
    private void write(long from, long to, long synced) throws IOException {
        try (Journal journal = Journal.begin(folder, from, ENDLESS, () -> {})) {
            TestFrames.append(journal, from, Math.min(synced, to), VALUE);
            if (synced > 0) {
                journal.sync();
            }
            TestFrames.append(journal, Math.max(from, synced + 1), to, VALUE);
        }
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] wrong = bytes.clone();
        wrong[at] ^= (byte) (1 << at % Byte.SIZE);
        return wrong;
    }

    private static JournalReplay.Outcome sound(long last) {
        return new JournalReplay.Outcome(last, null);
    }
}
