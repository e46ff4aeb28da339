package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.controller.VoterGroup.Change;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class MembershipTest {

    private static final Command TICK = new Command.Tick(1_000, List.of());

    @TempDir
    private Path directory;

    private RaftVoters voters(int places, int first) throws IOException {
        RaftVoters voters = new RaftVoters(directory, places, first, ConsensusSettings.Snapshots.DEFAULT);
        voters.startAll();
        voters.apply(TICK);
        return voters;
    }

    @Test
    void shouldGrowFromOneToFiveAndShrinkToThreeUnderLoad() throws IOException {
        try (RaftVoters voters = voters(5, 1);
                Load load = new Load(voters)) {
            for (int id = 2; id <= 5; id++) {
                assertThat(voters.add(voters.join(id))).isEqualTo(Change.DONE);
            }
            assertThat(voters.voter(voters.leader()).positions()).hasSize(5);

            for (int round = 0; round < 2; round++) {
                int gone = voters.follower();
                assertThat(voters.remove(gone)).isEqualTo(Change.DONE);
                voters.voter(gone).leave();
                assertThat(voters.voter(gone).seat()).isEqualTo(VoterSeat.LEFT);
                voters.kill(gone);
            }

            assertThat(voters.voter(voters.leader()).positions()).hasSize(3);
            assertThat(load.stop()).isPositive();
            voters.awaitEqualImages(voters.apply(TICK).index());
            assertThat(voters.fatal).isEmpty();
        }
    }

    @Test
    void shouldPutANewFolderInThePlaceOfALostOne() throws IOException {
        try (RaftVoters voters = voters(3, 3);
                Load load = new Load(voters)) {
            int lost = voters.follower();
            String before = voters.voter(lost).peerId();
            voters.kill(lost);
            delete(voters.raftDirectory(lost));

            VoterPeer renewed = voters.join(lost);
            Change change = voters.change(now -> Stream.concat(
                            now.stream().filter(peer -> peer.brokerId() != lost), Stream.of(renewed))
                    .toList());

            assertThat(change).isEqualTo(Change.DONE);
            assertThat(renewed.peerId()).isNotEqualTo(before).startsWith(lost + "-");
            assertThat(voters.voter(voters.leader()).voters().peers())
                    .contains(renewed)
                    .hasSize(3);
            // The new one counts: without another follower there is no majority but with it.
            voters.kill(other(voters, lost));
            assertThat(load.stop()).isPositive();
            voters.awaitEqualImages(voters.apply(TICK).index());
        }
    }

    private static int other(RaftVoters voters, int lost) {
        int leader = voters.leader();
        return Stream.of(1, 2, 3)
                .filter(id -> id != leader && id != lost)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldGiveUpAVoterThatCannotBeReachedAndStayUsable() throws IOException {
        try (RaftVoters voters = voters(4, 3)) {
            VoterPeer nobody = new VoterPeer("4-00000000", new Voter(4, "127.0.0.1", 1, 1));

            assertThat(voters.add(nobody)).isEqualTo(Change.NOT_CAUGHT_UP);

            voters.apply(TICK);
            assertThat(voters.voter(voters.leader()).positions()).hasSize(3);
            assertThat(voters.add(voters.join(4))).isEqualTo(Change.DONE);
        }
    }

    @Test
    void shouldTakeOneChangeAtATimeAndOnlyFromTheVotersThatThereAre() throws IOException {
        try (RaftVoters voters = voters(3, 3)) {
            VoterPeer nobody = new VoterPeer("4-00000000", new Voter(4, "127.0.0.1", 1, 1));
            RaftVoter leader = voters.voter(voters.leader());
            List<VoterPeer> now = leader.voters().peers();
            CompletableFuture<Change> first = leader.change(
                    now, Stream.concat(now.stream(), Stream.of(nobody)).toList());

            assertThat(leader.change(now, now.subList(0, 2)).join()).isEqualTo(Change.BUSY);
            assertThat(first.join()).isEqualTo(Change.NOT_CAUGHT_UP);
            assertThat(leader.change(now.subList(0, 2), now).join()).isEqualTo(Change.STALE);
        }
    }

    @Test
    void shouldFindTheVotersInTheRaftDataAfterARestart() throws IOException {
        try (RaftVoters voters = voters(4, 3)) {
            assertThat(voters.add(voters.join(4))).isEqualTo(Change.DONE);
            int gone = voters.follower();
            assertThat(voters.remove(gone)).isEqualTo(Change.DONE);
            long index = voters.apply(TICK).index();
            List<Integer> left = Stream.of(1, 2, 3, 4).filter(id -> id != gone).toList();
            voters.voter(gone).leave();
            voters.kill(gone);
            left.forEach(voters::kill);

            for (int id : left) {
                voters.start(id);
            }

            voters.awaitEqualImages(index);
            assertThat(voters.voter(voters.leader()).positions().stream()
                            .map(position -> position.peer().brokerId()))
                    .containsExactlyInAnyOrderElementsOf(left);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Commands all the time, from one thread, each only if the one before was answered. */
    private static final class Load implements AutoCloseable {

        private final RaftVoters voters;
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger applied = new AtomicInteger();
        private final Thread thread = new Thread(this::run, "load");

        Load(RaftVoters voters) {
            this.voters = voters;
            thread.start();
        }

        private void run() {
            while (!stopped.get()) {
                for (RaftVoter voter : voters.all()) {
                    if (voter.leadership().leading() && voter.submit(TICK).join() instanceof ProposalOutcome.Applied) {
                        applied.incrementAndGet();
                    }
                }
            }
        }

        int stop() {
            close();
            return applied.get();
        }

        @Override
        public void close() {
            stopped.set(true);
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
