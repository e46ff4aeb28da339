package io.thalweg.cli.chaos.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.chaos.disk.Journal.Op;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderModelTest {
    private static final int DRAWS = 200;

    @TempDir
    private Path temp;

    private Path root;
    private FolderModel model;
    private long number;

    @BeforeEach
    void begin() {
        root = temp.resolve("data");
        model = new FolderModel(root);
        model.beginLife();
        number = 0;
    }

    @Test
    void shouldKeepWhatWasForcedAndDrawTheRest() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < DRAWS; seed++) {
            begin();
            create("log", 1);
            write(1, 0, "abc");
            sync(1, number);
            syncFolder(number);
            write(1, 3, "def");

            outcomes.add(afterCut(seed, true));
        }
        assertThat(outcomes).containsExactlyInAnyOrder("log=abc", "log=abcdef");
    }

    @Test
    void shouldTearUnforcedWritesAtSectors() throws IOException {
        String two = "x".repeat(FileModel.SECTOR) + "y".repeat(FileModel.SECTOR);
        Set<String> inOrder = new HashSet<>();
        Set<String> scattered = new HashSet<>();
        for (int seed = 0; seed < DRAWS; seed++) {
            for (boolean anyOrder : new boolean[] {false, true}) {
                begin();
                create("log", 1);
                syncFolder(number);
                write(1, 0, two);
                (anyOrder ? scattered : inOrder).add(afterCut(seed, anyOrder));
            }
        }
        String first = two.substring(0, FileModel.SECTOR);
        String second = "\0".repeat(FileModel.SECTOR) + two.substring(FileModel.SECTOR);
        assertThat(inOrder).containsExactlyInAnyOrder("log=", "log=" + first, "log=" + two);
        assertThat(scattered).containsExactlyInAnyOrder("log=", "log=" + first, "log=" + second, "log=" + two);
    }

    @Test
    void shouldLoseNamesOfAFolderThatWasNotForced() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < DRAWS; seed++) {
            begin();
            create("old", 1);
            write(1, 0, "1");
            sync(1, number);
            syncFolder(number);
            call(Op.RENAME, 0, 0, 0, "old", "new");
            create("old", 2);
            write(2, 0, "2");
            sync(2, number);
            outcomes.add(afterCut(seed, true));
        }
        assertThat(outcomes).contains("old=1", "new=1", "new=1 old=2");
    }

    @Test
    void shouldCountOnlyCallsThatHadReturnedBeforeTheSyncBegan() throws IOException {
        for (int seed = 0; seed < DRAWS; seed++) {
            begin();
            create("log", 1);
            syncFolder(number);
            write(1, 0, "a");
            long begun = number;
            write(1, 1, "b");
            sync(1, begun);
            assertThat(afterCut(seed, false)).isIn("log=a", "log=ab");
        }
    }

    @Test
    void shouldGoOnFromWhatTheCutLeft() throws IOException {
        create("log", 1);
        write(1, 0, "a");
        sync(1, number);
        syncFolder(number);
        afterCut(1, true);
        long inode = (Long) Files.getAttribute(root.resolve("log"), "unix:ino");

        model.beginLife();
        number = 0;
        write(inode, 1, "b");
        sync(inode, number);

        assertThat(afterCut(2, true)).isEqualTo("log=ab");
    }

    private void create(String name, long inode) {
        call(Op.CREATE, inode, 0, 0, name, "");
    }

    private void write(long inode, long place, String text) {
        number++;
        model.onCall(new Journal.Call(Op.WRITE, number, inode, place, 0, bytes(text), bytes("")));
    }

    private void sync(long inode, long upTo) {
        call(Op.SYNC, inode, upTo, 0, "", "");
    }

    private void syncFolder(long upTo) {
        number++;
        model.onCall(new Journal.Call(Op.SYNC, number, 0, upTo, 1, bytes(root.toString()), bytes("")));
    }

    private void call(Op op, long inode, long a, long b, String first, String second) {
        number++;
        model.onCall(new Journal.Call(op, number, inode, a, b, path(first), path(second)));
    }

    private ByteBuffer path(String name) {
        return name.isEmpty() ? bytes("") : bytes(root + "/" + name);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Names and contents of what is left. */
    private String afterCut(long seed, boolean scattered) throws IOException {
        model.cut(new Random(seed), scattered);
        try (var files = Files.list(root)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.sorted().toList()) {
                text.append(text.length() == 0 ? "" : " ")
                        .append(file.getFileName())
                        .append('=')
                        .append(Files.readString(file));
            }
            return text.toString();
        }
    }
}
