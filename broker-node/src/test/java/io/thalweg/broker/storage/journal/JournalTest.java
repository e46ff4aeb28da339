package io.thalweg.broker.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that is being written. */
final class JournalTest {
    private static final long SEGMENT = 10_000;
    private static final int VALUE = 1_000;

    @TempDir
    private Path folder;

    @Test
    void shouldReplayTheRowsOfEveryFrame() throws Exception {
        Frame frame = new Frame(1);
        try (Journal journal = begin(1)) {
            frame.put(1, bytes("key"), bytes("value"));
            frame.put(2, ByteBuffer.wrap(bytes("..k.."), 2, 1), ByteBuffer.wrap(new byte[70_000]));
            assertThat(frame.key()).isEqualTo(ByteBuffer.wrap(bytes("k")));
            assertThat(frame.value().remaining()).isEqualTo(70_000);
            journal.append(frame);
            frame.clear();
            frame.delete(3, bytes("gone"));
            frame.deleteRange(1, bytes("from"), bytes("to"));
            frame.put(1, bytes(""), bytes(""));
            journal.append(frame);
            frame.clear();
            journal.append(frame);
        }
        List<String> rows = new ArrayList<>();

        JournalReplay.Outcome outcome = JournalReplay.replay(folder, 0, (sequence, payload) -> {
            rows.add(sequence + ":");
            RowReader.read(payload, new Texts(rows));
        });

        assertThat(outcome).isEqualTo(new JournalReplay.Outcome(3, null));
        assertThat(rows)
                .containsExactly(
                        "1:",
                        "put 1 key value",
                        "put 2 k " + "\0".repeat(70_000),
                        "2:",
                        "delete 3 gone",
                        "range 1 from to",
                        "put 1  ",
                        "3:");
    }

    @Test
    void shouldFillFilesAndSaySo() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (Journal journal = Journal.begin(folder, 1, SEGMENT, told::incrementAndGet)) {
            TestFrames.append(journal, 1, 40, VALUE);
            assertThat(journal.append(TestFrames.frame(41, 3 * (int) SEGMENT))).isEqualTo(41);
            TestFrames.append(journal, 42, 42, VALUE);
            long bytes = 0;
            for (SegmentFile file : SegmentFile.in(folder)) {
                bytes += Files.size(file.path());
            }
            assertThat(journal.bytes()).isEqualTo(bytes);
        }
        int files = SegmentFile.in(folder).size();
        assertThat(told)
                .as("all but one file full, a spare one wanted for each")
                .hasValue(files - 1 + files);
        assertThat(SegmentFile.in(folder))
                .extracting(SegmentFile::first)
                .containsExactly(1L, 10L, 19L, 28L, 37L, 41L, 42L);
        assertThat(TestFrames.replay(folder, 0)).isEqualTo(new JournalReplay.Outcome(42, null));
        assertThat(TestFrames.replay(folder, 25)).isEqualTo(new JournalReplay.Outcome(42, null));
    }

    @Test
    void shouldRemoveFilesThatAreFlushedButNeverTheLast() throws Exception {
        try (Journal journal = begin(1)) {
            TestFrames.append(journal, 1, 20, VALUE);

            journal.release(8);
            assertThat(firsts()).containsExactly(1L, 10L, 19L);
            assertThat(journal.sync()).isEqualTo(20);
            journal.release(9);
            assertThat(firsts()).containsExactly(10L, 19L);
            journal.release(20);
            assertThat(firsts()).containsExactly(19L);
            TestFrames.append(journal, 21, 30, VALUE);
            journal.release(30);
            assertThat(firsts()).containsExactly(28L);
        }
        assertThat(TestFrames.replay(folder, 30)).isEqualTo(new JournalReplay.Outcome(30, null));
    }

    @Test
    void shouldWriteDownWhatWasDurable() throws Exception {
        try (Journal journal = begin(1)) {
            TestFrames.append(journal, 1, 3, 10);
            journal.sync();
            TestFrames.append(journal, 4, 4, 10);
        }
        try (SegmentBytes bytes = new SegmentBytes(SegmentFile.in(folder).get(0))) {
            long place = SegmentFile.HEADER_BYTES;
            List<Long> durable = new ArrayList<>();
            while (place < bytes.size()) {
                FrameHeader header = bytes.header(place);
                durable.add(Objects.requireNonNull(header).durable());
                place += header.frameBytes();
            }
            assertThat(durable).containsExactly(0L, 0L, 0L, 3L);
        }
    }

    @Test
    void shouldBeginAnewInThePlaceOfAnEarlierOne() throws Exception {
        try (Journal journal = begin(1)) {
            TestFrames.append(journal, 1, 30, VALUE);
        }
        Files.writeString(folder.resolve("fresh"), "left by a crash");

        for (long next : new long[] {10, 5, 10, 31}) {
            try (Journal journal = begin(next)) {
                assertThat(firsts()).containsExactly(next);
                TestFrames.append(journal, next, next + 1, VALUE);
            }
            assertThat(TestFrames.replay(folder, next - 1)).isEqualTo(new JournalReplay.Outcome(next + 1, null));
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldGoOnInAFileThatWasMadeAhead() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Journal journal = Journal.begin(folder, 1, SEGMENT, asked::incrementAndGet)) {
            assertThat(journal.wantsSpare()).as("nothing is written yet").isFalse();
            TestFrames.append(journal, 1, 1, VALUE);
            assertThat(asked).hasValue(1);
            makeSpare(journal);
            assertThat(journal.wantsSpare()).isFalse();

            TestFrames.append(journal, 2, 3, VALUE);
            assertThat(firsts()).as("a file that grows is left at once").containsExactly(1L, 2L);
            assertThat(Files.size(SegmentFile.in(folder).get(1).path())).isEqualTo(SEGMENT);
            makeSpare(journal);
            TestFrames.append(journal, 4, 11, VALUE);
            assertThat(firsts()).as("a file made ahead is filled").containsExactly(1L, 2L, 11L);
            TestFrames.append(journal, 12, 20, VALUE);
            assertThat(firsts()).as("without a spare one, a file grows").containsExactly(1L, 2L, 11L, 20L);
            assertThat(journal.sync()).isEqualTo(20);
            journal.release(10);
            assertThat(firsts()).containsExactly(11L, 20L);
        }
        assertThat(TestFrames.replay(folder, 10)).isEqualTo(new JournalReplay.Outcome(20, null));
    }

    private static void makeSpare(Journal journal) throws IOException {
        assertThat(journal.wantsSpare()).isTrue();
        journal.makeSpare();
        assertThat(journal.wantsSpare()).isFalse();
    }

    @Test
    void shouldLeaveNoFileThatWasMadeAheadBehind() throws Exception {
        Path spare = folder.resolve("spare");
        try (Journal journal = begin(1)) {
            TestFrames.append(journal, 1, 1, VALUE);
            makeSpare(journal);
            assertThat(spare).exists();
        }
        assertThat(spare).doesNotExist();
        Files.writeString(spare, "left by a crash");
        begin(2).close();
        assertThat(spare).doesNotExist();
    }

    @Test
    void shouldGoOnWhenNoFileCanBeMadeAhead() throws Exception {
        try (Journal journal = begin(1)) {
            TestFrames.append(journal, 1, 1, VALUE);
            Path occupied = Files.createDirectory(folder.resolve("spare"));
            assertThatThrownBy(journal::makeSpare).isInstanceOf(IOException.class);
            assertThat(journal.wantsSpare()).isFalse();
            Files.deleteIfExists(occupied);
            TestFrames.append(journal, 2, 20, VALUE);
            assertThat(journal.sync()).isEqualTo(20);
            assertThat(firsts()).containsExactly(1L, 10L, 19L);
            makeSpare(journal);
        }
        assertThat(TestFrames.replay(folder, 0)).isEqualTo(new JournalReplay.Outcome(20, null));
    }

    @Test
    void shouldFailForGoodWhenAThreadIsInterrupted() throws Exception {
        try (Journal journal = begin(1)) {
            TestFrames.append(journal, 1, 5, VALUE);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> journal.append(TestFrames.frame(6, VALUE)))
                        .isInstanceOf(IOException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThatThrownBy(() -> journal.append(TestFrames.frame(6, VALUE))).isInstanceOf(IOException.class);
            assertThatThrownBy(journal::sync).isInstanceOf(IOException.class);
        }
        assertThat(TestFrames.replay(folder, 0).damage()).isNull();
    }

    @Test
    void shouldFailForGoodWhenASyncIsInterrupted() throws Exception {
        try (Journal journal = begin(1)) {
            TestFrames.append(journal, 1, 5, VALUE);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(journal::sync).isInstanceOf(IOException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThatThrownBy(journal::sync).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> journal.append(TestFrames.frame(6, VALUE))).isInstanceOf(IOException.class);
        }
    }

    /** A new file's name is forced with it; and what failed once is not tried again, since the system may have dropped it. */
    @Test
    void shouldFailForGoodWhenTheNamesOfNewFilesCannotBeForced() throws Exception {
        Path journals = folder.resolve("journal");
        Path away = folder.resolve("away");
        Files.createDirectory(journals);
        try (Journal journal = Journal.begin(journals, 1, SEGMENT, () -> {})) {
            TestFrames.append(journal, 1, 5, VALUE);
            Files.move(journals, away);
            assertThat(journal.sync()).as("no new file").isEqualTo(5);
            Files.move(away, journals);
            TestFrames.append(journal, 6, 15, VALUE);
            Files.move(journals, away);
            assertThatThrownBy(journal::sync).isInstanceOf(IOException.class);
            Files.move(away, journals);

            assertThatThrownBy(journal::sync).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> journal.append(TestFrames.frame(16, VALUE)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> journal.release(15)).isInstanceOf(IOException.class);
        }
        assertThat(TestFrames.replay(journals, 0)).isEqualTo(new JournalReplay.Outcome(15, null));
    }

    @Test
    void shouldTellAFullDiskFromAnotherFailure() throws Exception {
        IOException broken = new IOException("Input/output error");
        assertThat(NoRoomException.ifSo(broken, folder, 1)).isSameAs(broken);
        assertThat(NoRoomException.ifSo(broken, folder, Long.MAX_VALUE)).isInstanceOf(NoRoomException.class);
        assertThat(NoRoomException.ifSo(new IOException("No space left on device"), folder, 1))
                .isInstanceOf(NoRoomException.class)
                .hasMessage("No space left on device");
        IOException closed = new ClosedByInterruptException();
        assertThat(NoRoomException.ifSo(closed, folder, Long.MAX_VALUE)).isSameAs(closed);
    }

    @Test
    void shouldSayThatADiskIsFullWhenItBegins() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "a device that is always full needs Linux");
        Path link = Files.createSymbolicLink(folder.resolve("fresh"), full);

        assertThatThrownBy(() -> begin(1)).isInstanceOf(NoRoomException.class);
        Files.delete(link);
    }

    @Test
    void shouldAppendWhileOthersSyncAndRemove() throws Exception {
        AtomicLong appended = new AtomicLong();
        long frames = 3_000;
        try (Journal journal = begin(1)) {
            CompletableFuture<Void> syncs = besides(() -> syncUntil(journal, appended, frames));
            CompletableFuture<Void> more = besides(() -> syncUntil(journal, appended, frames));
            CompletableFuture<Void> removes = besides(() -> {
                while (appended.get() < frames) {
                    checked(() -> {
                        journal.release(appended.get() / 2);
                        if (journal.wantsSpare()) {
                            journal.makeSpare();
                        }
                    });
                }
            });
            for (long sequence = 1; sequence <= frames; sequence++) {
                journal.append(TestFrames.frame(sequence, VALUE));
                appended.set(sequence);
            }
            for (CompletableFuture<Void> each : List.of(syncs, more, removes)) {
                each.get(30, TimeUnit.SECONDS);
            }
            assertThat(journal.sync()).isEqualTo(frames);
        }
        assertThat(TestFrames.replay(folder, frames / 2)).isEqualTo(new JournalReplay.Outcome(frames, null));
    }

    /** Runs in a thread of its own; the common pool may have one for all. */
    private static CompletableFuture<Void> besides(Runnable work) {
        return CompletableFuture.runAsync(work, task -> new Thread(task).start());
    }

    private static void syncUntil(Journal journal, AtomicLong appended, long frames) {
        while (appended.get() < frames) {
            checked(() -> {
                long before = appended.get();
                assertThat(journal.sync()).isGreaterThanOrEqualTo(before);
            });
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void checked(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Journal begin(long next) throws IOException {
        return Journal.begin(folder, next, SEGMENT, () -> {});
    }

    private List<Long> firsts() throws IOException {
        return SegmentFile.in(folder).stream().map(SegmentFile::first).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Texts implements RowReader.Handler<RuntimeException> {
        private final List<String> rows;

        Texts(List<String> rows) {
            this.rows = rows;
        }

        @Override
        public void put(int family, ByteBuffer key, ByteBuffer value) {
            rows.add("put " + family + " " + text(key) + " " + text(value));
        }

        @Override
        public void delete(int family, ByteBuffer key) {
            rows.add("delete " + family + " " + text(key));
        }

        @Override
        public void deleteRange(int family, ByteBuffer from, ByteBuffer toExclusive) {
            rows.add("range " + family + " " + text(from) + " " + text(toExclusive));
        }

        private static String text(ByteBuffer bytes) {
            return StandardCharsets.UTF_8.decode(bytes).toString();
        }
    }
}
