package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.metadata.FreePorts;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.controller.VoterGroup;
import io.thalweg.metadata.controller.VoterPosition;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Voters in this process, on free ports of the loopback. */
final class RaftVoters implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(8);

    final UUID clusterId = new UUID(7, 7);
    final ConcurrentLinkedQueue<String> fatal = new ConcurrentLinkedQueue<>();

    private final Path directory;
    private final List<Voter> voters;
    private final int firstVoters;
    private final ConsensusSettings.Snapshots snapshots;
    private ConsensusSettings.Timing timing =
            new ConsensusSettings.Timing(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofSeconds(2));
    private final SortedMap<Integer, RaftVoter> running = new ConcurrentSkipListMap<>();

    RaftVoters(Path directory, int count, ConsensusSettings.Snapshots snapshots) throws IOException {
        this(directory, count, count, snapshots);
    }

    /**
     * @param places voters that there may be
     * @param first how many of them form the group
     */
    RaftVoters(Path directory, int places, int first, ConsensusSettings.Snapshots snapshots) throws IOException {
        this.directory = directory;
        this.snapshots = snapshots;
        this.voters = voters(places);
        this.firstVoters = first;
    }

    static RaftVoters started(Path directory, int count) throws IOException {
        RaftVoters voters = new RaftVoters(directory, count, ConsensusSettings.Snapshots.DEFAULT);
        voters.startAll();
        return voters;
    }

    /** Voters that without a hint wait for {@link #PATIENCE} before they replace their leader. */
    static RaftVoters patient(Path directory, int count) throws IOException {
        RaftVoters voters = new RaftVoters(directory, count, ConsensusSettings.Snapshots.DEFAULT);
        voters.timing = new ConsensusSettings.Timing(PATIENCE, PATIENCE.plusSeconds(1), Duration.ofSeconds(2));
        voters.startAll();
        return voters;
    }

    private static List<Voter> voters(int count) throws IOException {
        List<Voter> voters = new ArrayList<>();
        for (int port : FreePorts.find(count)) {
            voters.add(new Voter(voters.size() + 1, "127.0.0.1", 1, port));
        }
        return voters;
    }

    void startAll() throws IOException {
        for (Voter voter : voters.subList(0, firstVoters)) {
            start(voter.id());
        }
    }

    RaftVoter start(int id) throws IOException {
        RaftVoter voter = new RaftVoter(settings(id), new Silent(), this::onFatal, System::nanoTime);
        if (voter.seat() == VoterSeat.LOST) {
            throw new ConsensusRefusal("the Raft folder of voter " + id + " is gone");
        }
        if (voter.seat() == VoterSeat.TAKEN) {
            voter.resume();
        } else {
            List<VoterPeer> first = voters.subList(0, firstVoters).stream()
                    .map(RaftVoters::firstPeer)
                    .toList();
            voter.form(first.get(id - 1), first);
        }
        running.put(id, voter);
        return voter;
    }

    private static VoterPeer firstPeer(Voter voter) {
        return RaftVoter.firstPeer(voter, new UUID(voter.id(), voter.id()));
    }

    /** Gets one ready to vote that is no first voter, or whose old folder is gone. */
    VoterPeer join(int id) throws IOException {
        RaftVoter voter = new RaftVoter(settings(id), new Silent(), this::onFatal, System::nanoTime);
        VoterPeer peer = voter.join(voters.get(id - 1), UUID.randomUUID());
        running.put(id, voter);
        return peer;
    }

    /** Asks the leader to replace the voters that it knows. */
    VoterGroup.Change change(UnaryOperator<List<VoterPeer>> next) {
        RaftVoter leader = voter(leader());
        List<VoterPeer> now =
                leader.positions().stream().map(VoterPosition::peer).toList();
        return leader.change(now, next.apply(now))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    VoterGroup.Change add(VoterPeer peer) {
        return change(now -> Stream.concat(now.stream(), Stream.of(peer)).toList());
    }

    VoterGroup.Change remove(int id) {
        return change(now -> now.stream().filter(peer -> peer.brokerId() != id).toList());
    }

    ConsensusSettings settings(int id) {
        return new ConsensusSettings(
                clusterId,
                id,
                raftDirectory(id),
                new Endpoint("127.0.0.1", voters.get(id - 1).raftPort()),
                timing,
                snapshots);
    }

    Path raftDirectory(int id) {
        return directory.resolve("voter-" + id).resolve("raft");
    }

    RaftVoter voter(int id) {
        RaftVoter voter = running.get(id);
        assertThat(voter).as("voter %s runs", id).isNotNull();
        return voter;
    }

    /** Stops and starts the running voters one after the other; each stop takes a snapshot and ends a log file. */
    void restartEach() throws IOException {
        for (int id : List.copyOf(running.keySet())) {
            stop(id);
            start(id);
            leader();
        }
    }

    /** Whether a running voter still has the log file with the first entry. */
    boolean keepTheBeginning() throws IOException {
        for (int id : running.keySet()) {
            try (Stream<Path> files = Files.walk(raftDirectory(id))) {
                if (files.anyMatch(file -> file.getFileName().toString().matches("log_(0-\\d+|inprogress_0)"))) {
                    return true;
                }
            }
        }
        return false;
    }

    List<RaftVoter> all() {
        return List.copyOf(running.values());
    }

    int leader() {
        return await().atMost(20, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(this::leaderNow, id -> id > 0);
    }

    /** 0 for none. */
    int leaderNow() {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().leadership().leading())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(0);
    }

    int follower() {
        int leader = leader();
        return running.keySet().stream().filter(id -> id != leader).findFirst().orElseThrow();
    }

    /** Proposes to whoever leads until it is applied. */
    ProposalOutcome.Applied apply(Command command) {
        return await().atMost(20, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> tryApply(command), outcome -> outcome != null);
    }

    /** Proposes so many commands at once, and waits for the last. */
    void applyMany(int count) {
        RaftVoter leader = voter(leader());
        CompletableFuture<?>[] outcomes = new CompletableFuture<?>[count];
        Arrays.setAll(outcomes, i -> leader.submit(new Command.Barrier()));
        CompletableFuture.allOf(outcomes).join();
        apply(new Command.Barrier());
    }

    private ProposalOutcome.@Nullable Applied tryApply(Command command) {
        ProposalOutcome outcome = voter(leader()).submit(command).join();
        return outcome instanceof ProposalOutcome.Applied applied ? applied : null;
    }

    /** Waits until every running voter has applied up to the index, and all have the same image. */
    void awaitEqualImages(long index) {
        await().atMost(20, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> assertThat(all())
                        .allSatisfy(voter ->
                                assertThat(voter.applied().image().index()).isGreaterThanOrEqualTo(index)));
        assertThat(all().stream().map(voter -> voter.applied().image()).distinct())
                .hasSize(1);
    }

    void stop(int id) {
        voter(id).close();
        running.remove(id);
    }

    void kill(int id) {
        voter(id).closeAbruptly();
        running.remove(id);
    }

    private void onFatal(String what, @Nullable Throwable cause) {
        fatal.add(what + ": " + cause);
    }

    @Override
    public void close() {
        running.values().parallelStream().forEach(RaftVoter::closeAbruptly);
    }

    static final class Silent implements ConsensusListener {
        @Override
        public void onLeading(long term) {}

        @Override
        public void onNotLeading() {}

        @Override
        public void onCommitted(long nanos) {}

        @Override
        public void onSnapshot(long nanos) {}
    }
}
