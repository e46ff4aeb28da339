package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thalweg.metadata.controller.PortProbe;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.rpc.TcpPortProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RaftVoterTest {
    private static final int MOST_ROUNDS = 10;

    private static final Command TICK = new Command.Tick(1_000, List.of());

    @TempDir
    private Path directory;

    @Test
    void shouldApplyOnEveryVoterWhatTheLeaderAccepted() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 3)) {
            ProposalOutcome.Applied applied = voters.apply(TICK);

            voters.awaitEqualImages(applied.index());
            assertThat(voters.voter(1).applied().image().timeMillis()).isEqualTo(1_000);
            assertThat(voters.fatal).isEmpty();
        }
    }

    @Test
    void shouldGoOnWithAnotherLeaderWhenTheLeaderDies() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 3)) {
            long before = voters.apply(TICK).index();
            int dead = voters.leader();

            voters.kill(dead);

            ProposalOutcome.Applied after = voters.apply(new Command.Tick(2_000, List.of()));
            assertThat(voters.leader()).isNotEqualTo(dead);
            assertThat(after.index()).isGreaterThan(before);
            voters.start(dead);
            voters.awaitEqualImages(after.index());
        }
    }

    /** Ratis by itself looks for a majority only when the leader is given nothing for a while. */
    @Test
    void shouldNotLeadWithoutAMajorityWhileItIsGivenCommands() throws IOException {
        ScheduledExecutorService commands = Executors.newSingleThreadScheduledExecutor();
        try (RaftVoters voters = RaftVoters.started(directory, 3)) {
            voters.apply(TICK);
            RaftVoter leader = voters.voter(voters.leader());
            commands.scheduleAtFixedRate(() -> leader.submit(TICK), 0, 10, TimeUnit.MILLISECONDS);

            voters.kill(voters.follower());
            voters.kill(voters.follower());

            await().atMost(RaftVoters.PATIENCE).until(() -> !leader.leadership().leading());
        } finally {
            commands.shutdownNow();
        }
    }

    @Test
    void shouldReplaceALeaderWhoseProcessIsDeadWithoutWaiting() throws IOException {
        try (RaftVoters voters = RaftVoters.patient(directory, 3);
                TcpPortProbe probe = new TcpPortProbe()) {
            voters.awaitEqualImages(voters.apply(TICK).index());
            int dead = voters.leader();
            long term = voters.voter(dead).leadership().term();

            voters.kill(dead);

            await().atMost(RaftVoters.PATIENCE)
                    .pollInterval(20, TimeUnit.MILLISECONDS)
                    .until(() -> {
                        voters.all().forEach(voter -> voter.suspectLeader(probe));
                        return voters.leaderNow() > 0;
                    });
            assertThat(voters.voter(voters.leader()).leadership().term()).isEqualTo(term + 1);
            assertThat(voters.apply(TICK).reply().accepted()).isTrue();
        }
    }

    @Test
    void shouldFollowALeaderThatListensWhateverIsSuspected() throws IOException {
        try (RaftVoters voters = RaftVoters.patient(directory, 3)) {
            voters.apply(TICK);
            int leader = voters.leader();
            long term = voters.voter(leader).leadership().term();

            for (PortProbe.Answer answer : List.of(PortProbe.Answer.LISTENING, PortProbe.Answer.UNKNOWN)) {
                CompletableFuture<PortProbe.Answer> told = new CompletableFuture<>();
                voters.voter(voters.follower()).suspectLeader(endpoint -> told);
                told.complete(answer);
            }

            assertThat(voters.apply(TICK).reply().accepted()).isTrue();
            assertThat(voters.leader()).isEqualTo(leader);
            assertThat(voters.voter(leader).leadership().term()).isEqualTo(term);
        }
    }

    @Test
    void shouldHandTheLeadershipOverBeforeItStops() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 3)) {
            voters.apply(TICK);
            int leader = voters.leader();
            long term = voters.voter(leader).leadership().term();

            voters.stop(leader);

            assertThat(voters.all())
                    .anySatisfy(voter -> assertThat(voter.leadership().term()).isEqualTo(term + 1));
            assertThat(voters.apply(TICK).reply().accepted()).isTrue();
        }
    }

    @Test
    void shouldHaveTheSameImageAfterARestart() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            long index = voters.apply(TICK).index();
            long digest = voters.voter(1).applied().image().digest();

            voters.kill(1);
            voters.start(1);
            voters.leader();
            voters.awaitEqualImages(index);
            assertThat(voters.voter(1).applied().image().digest()).isEqualTo(digest);

            voters.stop(1);
            voters.start(1);
            assertThat(voters.voter(1).applied().image().index()).isGreaterThanOrEqualTo(index);
            assertThat(voters.voter(1).applied().image().digest()).isEqualTo(digest);
        }
    }

    @Test
    void shouldKeepItsLeaderThroughOversizedAndUndecodableCommands() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 3)) {
            voters.apply(TICK);
            RaftVoter leader = voters.voter(voters.leader());
            long term = leader.leadership().term();

            ProposalOutcome oversized = leader.submitBytes(new byte[RaftTuning.MAX_COMMAND_BYTES + 1])
                    .join();
            ProposalOutcome undecodable =
                    leader.submitBytes(new byte[] {-1, -1, -1}).join();
            ProposalOutcome large = leader.submit(TestCommands.ofSize(2 << 20)).join();

            assertThat(oversized).isInstanceOf(ProposalOutcome.Unknown.class);
            assertThat(undecodable)
                    .isInstanceOfSatisfying(
                            ProposalOutcome.Applied.class,
                            applied -> assertThat(applied.reply().accepted()).isFalse());
            assertThat(large).isInstanceOf(ProposalOutcome.TooLarge.class);
            assertThat(leader.leadership().leading()).isTrue();
            assertThat(leader.leadership().term()).isEqualTo(term);
            voters.awaitEqualImages(voters.apply(TICK).index());
        }
    }

    @Test
    void shouldNotApplyWithoutAMajority() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 3)) {
            voters.apply(TICK);
            int leader = voters.leader();
            RaftVoter alone = voters.voter(leader);
            voters.all().parallelStream().filter(voter -> voter != alone).forEach(RaftVoter::closeAbruptly);

            ProposalOutcome first =
                    alone.submit(TICK).orTimeout(10, TimeUnit.SECONDS).join();

            assertThat(first).isNotInstanceOf(ProposalOutcome.Applied.class);
        }
    }

    @Test
    void shouldKnowThatTheFolderItVotedWithIsGone() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            voters.apply(TICK);
            voters.stop(1);
            delete(voters.raftDirectory(1));

            RaftVoter voter =
                    new RaftVoter(voters.settings(1), new RaftVoters.Silent(), (what, cause) -> {}, System::nanoTime);
            assertThat(voter.seat()).isEqualTo(VoterSeat.LOST);
        }
    }

    @Test
    void shouldInstallASnapshotOnAVoterThatIsFarBehind() throws IOException {
        ConsensusSettings.Snapshots often =
                new ConsensusSettings.Snapshots(400, ConsensusSettings.Snapshots.DEFAULT.interval(), 0);
        try (RaftVoters voters = new RaftVoters(directory, 3, often)) {
            voters.startAll();
            voters.apply(TICK);
            int behind = voters.follower();
            voters.stop(behind);
            voters.applyMany(1_200);
            // Ratis drops whole log files only, when it takes a snapshot, and not each time: go on until the beginning
            // is gone.
            for (int round = 0; round < MOST_ROUNDS && voters.keepTheBeginning(); round++) {
                voters.restartEach();
                voters.applyMany(500);
            }
            assertThat(voters.keepTheBeginning())
                    .as("the log of a running voter begins at 0")
                    .isFalse();
            long index = voters.apply(new Command.Tick(5_000, List.of())).index();

            RaftVoter late = voters.start(behind);

            voters.awaitEqualImages(index);
            assertThat(late.applied().after(1, Long.MAX_VALUE))
                    .as("entries from the beginning")
                    .isNull();
            assertThat(voters.fatal).isEmpty();
        }
    }

    @Test
    void shouldSetADamagedSnapshotAsideAndReplayTheLog() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            voters.apply(TICK);
            voters.stop(1);
            Path snapshot = snapshots(voters.raftDirectory(1)).get(0);
            byte[] bytes = Files.readAllBytes(snapshot);
            bytes[bytes.length / 2] ^= 1;
            Files.write(snapshot, bytes);

            voters.start(1);

            voters.awaitEqualImages(voters.apply(TICK).index());
            assertThat(voters.voter(1).applied().image().timeMillis()).isEqualTo(1_000);
        }
    }

    @Test
    void shouldRefuseAVoteThatWentBack() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            voters.apply(TICK);
            voters.stop(1);
            Path vote = find(voters.raftDirectory(1), "raft-meta");
            String sound = Files.readString(vote);

            for (String wrong : List.of("term=0", "germ=1", "term=x", "")) {
                Files.writeString(vote, sound.replaceAll("term=\\d+", wrong));
                assertThatThrownBy(() -> voters.start(1))
                        .as(wrong)
                        .isInstanceOf(ConsensusRefusal.class)
                        .hasMessageContaining("vote twice");
            }
            Files.delete(vote);
            assertThatThrownBy(() -> voters.start(1)).isInstanceOf(ConsensusRefusal.class);
            Files.writeString(vote, sound);

            voters.start(1);
            voters.apply(TICK);
        }
    }

    @Test
    void shouldRefuseADamagedLogAndCutATornOne() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            voters.apply(TICK);
            voters.kill(1);
            Path log = find(voters.raftDirectory(1), "log_inprogress_\\d+");
            byte[] sound = Files.readAllBytes(log);

            byte[] wrong = sound.clone();
            wrong[9] ^= 1;
            Files.write(log, wrong);
            assertThatThrownBy(() -> voters.start(1))
                    .isInstanceOf(ConsensusRefusal.class)
                    .hasMessageContaining("damaged at byte 8, entry 0");

            byte[] torn = Arrays.copyOf(sound, sound.length + 8_192);
            torn[sound.length + 5_000] = 7;
            Files.write(log, torn);
            voters.start(1);
            voters.awaitEqualImages(voters.apply(TICK).index());
            assertThat(voters.fatal).isEmpty();
        }
    }

    private static Path find(Path root, String name) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> snapshots(Path raft) throws IOException {
        try (Stream<Path> files = Files.walk(raft)) {
            return files.filter(file -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
                    .toList();
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
