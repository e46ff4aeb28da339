package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.metadata.event.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut leaves of names in the folder of the Raft log. A restart begins a new segment. */
final class RaftPowerCutTest {
    private static final int PREPARED = 100_000;

    @TempDir
    private Path directory;

    @Test
    void shouldFinishSegmentsWhoseNewNameAPowerCutTookBack() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            killAndRestart(voters, 3);
            long index = voters.apply(new Command.Tick(7_000, List.of())).index();
            voters.kill(1);
            List<RaftLogFiles.Segment> closed = closedSegments(voters);
            for (RaftLogFiles.Segment segment : closed) {
                reopen(segment);
            }

            voters.start(1);

            voters.awaitEqualImages(index);
            assertThat(closed)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(segment -> assertThat(segment.file()).exists());
            assertThat(voters.voter(1).applied().image().timeMillis()).isEqualTo(7_000);
            voters.apply(new Command.Tick(8_000, List.of()));
            assertThat(voters.fatal).isEmpty();
        }
    }

    @Test
    void shouldRefuseASegmentThatEndsBeforeTheNextOneBegins() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            killAndRestart(voters, 2);
            voters.kill(1);
            RaftLogFiles.Segment last = closedSegments(voters).get(0);
            Path open = reopen(last);
            byte[] cut = withoutLastEntry(Files.readAllBytes(open), last);
            Files.write(open, cut);

            assertThatThrownBy(() -> voters.start(1))
                    .isInstanceOf(ConsensusRefusal.class)
                    .hasMessageContaining("the entries from " + last.last() + " to " + last.last() + " are missing");
            assertThat(open).hasBinaryContent(cut);
        }
    }

    @Test
    void shouldRefuseATornEntryBeforeALaterSegment() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            killAndRestart(voters, 2);
            voters.kill(1);
            Path open = reopen(closedSegments(voters).get(0));
            byte[] torn = Files.readAllBytes(open);
            torn[torn.length - 1] = 7;
            Files.write(open, torn);

            assertThatThrownBy(() -> voters.start(1))
                    .isInstanceOf(ConsensusRefusal.class)
                    .hasMessageContaining("is damaged at byte");
        }
    }

    @Test
    void shouldRefuseEntriesThatAreInTwoSegments() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            killAndRestart(voters, 2);
            voters.kill(1);
            RaftLogFiles.Segment first = closedSegments(voters).get(0);
            Files.copy(first.file(), first.file().resolveSibling("log_inprogress_" + first.first()));

            assertThatThrownBy(() -> voters.start(1))
                    .isInstanceOf(ConsensusRefusal.class)
                    .hasMessageContaining("are in two files");
        }
    }

    @Test
    void shouldForgetTheRestOfAPurgeOnlyIfASnapshotCoversIt() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            killAndRestart(voters, 3);
            long index = voters.apply(new Command.Tick(7_000, List.of())).index();
            voters.stop(1);
            List<RaftLogFiles.Segment> closed = closedSegments(voters);
            Files.delete(closed.get(1).file());
            Path snapshots = current(voters).resolveSibling("sm");
            Path aside = snapshots.resolveSibling("aside");
            Files.move(snapshots, aside);

            assertThatThrownBy(() -> voters.start(1))
                    .isInstanceOf(ConsensusRefusal.class)
                    .hasMessageContaining("are missing");
            assertThat(closed.get(0).file()).exists();

            Files.move(aside, snapshots);
            voters.start(1);
            voters.awaitEqualImages(index);
            assertThat(closed.get(0).file()).doesNotExist();
            voters.apply(new Command.Tick(8_000, List.of()));
        }
    }

    private static void killAndRestart(RaftVoters voters, int times) throws IOException {
        for (int round = 0; round < times; round++) {
            voters.applyMany(5);
            voters.kill(1);
            voters.start(1);
        }
        voters.applyMany(5);
    }

    private static List<RaftLogFiles.Segment> closedSegments(RaftVoters voters) throws IOException {
        return RaftLogFiles.segments(current(voters)).stream()
                .filter(segment -> !segment.open())
                .toList();
    }

    private static Path current(RaftVoters voters) throws IOException {
        try (Stream<Path> files = Files.walk(voters.raftDirectory(1))) {
            return files.filter(file -> file.endsWith("current")).findFirst().orElseThrow();
        }
    }

    /** Gives a closed segment its old name and the zeros behind its entries back. */
    private static Path reopen(RaftLogFiles.Segment segment) throws IOException {
        Path open = segment.file().resolveSibling("log_inprogress_" + segment.first());
        Files.move(segment.file(), open);
        Files.write(open, Arrays.copyOf(Files.readAllBytes(open), PREPARED));
        return open;
    }

    private static byte[] withoutLastEntry(byte[] content, RaftLogFiles.Segment segment) {
        int end = new RaftSegmentScan(content, segment.first()).position();
        while (new RaftSegmentScan(Arrays.copyOf(content, end), segment.first()).nextIndex() > segment.last()) {
            end--;
        }
        return Arrays.copyOf(content, new RaftSegmentScan(Arrays.copyOf(content, end), segment.first()).position());
    }
}
