package io.thalweg.metadata.consensus;

import io.thalweg.metadata.controller.AppliedLog;
import io.thalweg.metadata.controller.Leadership;
import io.thalweg.metadata.controller.MetadataQuorum;
import io.thalweg.metadata.controller.PortProbe;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.controller.VoterGroup;
import io.thalweg.metadata.controller.VoterPosition;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.metadata.model.VoterSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a member of the Raft group. Thread-safe, but {@link #form}, {@link #resume}, {@link #join} and
 * {@link #leave} are called by one thread.
 *
 * <p>States: idle, voting, closed. A broker that is no voter stays idle. Unless it votes, every proposal is refused as "not
 * leader".
 */
public final class RaftVoter implements MetadataQuorum, VoterGroup, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RaftVoter.class);
    /** A healthy leader is ready within milliseconds; after so many election timeouts it never will be. */
    private static final int READY_ELECTIONS = 3;

    private static final long TRANSFER_TIMEOUT_MILLIS = 1_500;

    /** As long as it may take to hear from the metadata leader that this voter was removed. */
    private static final long DEPARTURE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ConsensusSettings settings;
    private final RaftGroupId group;
    private final AppliedLog applied;
    private final ConsensusListener listener;
    private final FatalListener fatal;
    private final LongSupplier nanoTime;
    private final FormationMark mark;
    private final UnreadyLeader unready;
    private final QuorumCheck quorum;
    private volatile RaftExposure exposure;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean leaving;
    private volatile boolean quorumLost;
    private volatile @Nullable Running running;

    /** What exists only while the Raft server does. */
    private record Running(
            RaftServer server,
            RaftServer.Division division,
            Proposals proposals,
            Membership membership,
            LifeCycleWatch watch,
            Departure departure,
            EarlyElection election) {}

    /**
     * Opens nothing yet.
     *
     * @param nanoTime monotonic, for measurements only
     */
    public RaftVoter(
            ConsensusSettings settings, ConsensusListener listener, FatalListener fatal, LongSupplier nanoTime) {
        this.settings = settings;
        this.group = RaftGroupId.valueOf(settings.clusterId());
        this.applied = new AppliedLog(ClusterImage.empty(settings.clusterId()));
        this.listener = listener;
        this.fatal = fatal;
        this.nanoTime = nanoTime;
        this.mark = new FormationMark(settings.directory());
        this.unready = new UnreadyLeader(
                READY_ELECTIONS * settings.timing().electionMax().toNanos());
        this.quorum = new QuorumCheck(settings.timing().electionMax().toMillis());
        this.exposure = exposure();
    }

    /** A guard that knows of no vote yet. */
    private RaftExposure exposure() {
        return new RaftExposure(settings.groupDirectory().resolve("current"));
    }

    /** What the data folder says of this broker's vote. */
    public VoterSeat seat() {
        boolean present = Files.isDirectory(settings.groupDirectory());
        return switch (mark.read().state()) {
            case NONE, FORMING -> present ? VoterSeat.TAKEN : VoterSeat.EMPTY;
            case FORMED -> present ? VoterSeat.TAKEN : VoterSeat.LOST;
            case LEFT -> VoterSeat.LEFT;
        };
    }

    /** The name that this broker votes with, or last voted with; empty if it never did. */
    public String peerId() {
        return mark.read().peerId();
    }

    /** This broker under the name that a data folder gives it for the first formation. */
    public static VoterPeer firstPeer(Voter self, UUID storageId) {
        return new VoterPeer(PeerNames.peerId(self.id(), storageId), self);
    }

    /** Forms the group together with the other first voters, all of which must have been heard, and starts to vote. */
    public void form(VoterPeer self, List<VoterPeer> first) throws IOException {
        mark.write(new FormationMark.Content(FormationMark.State.FORMING, self.peerId(), first));
        resume();
    }

    /**
     * Gets ready to vote in a group that exists: the metadata leader sends everything and makes it a voter.
     *
     * @param folder new random id: nobody may have voted with the name that it gives
     */
    public VoterPeer join(Voter self, UUID folder) throws IOException {
        VoterPeer peer = new VoterPeer(PeerNames.peerId(self.id(), folder), self);
        setAside();
        mark.write(new FormationMark.Content(FormationMark.State.FORMING, peer.peerId(), List.of()));
        resume();
        return peer;
    }

    /** Votes again with the Raft folder at hand. */
    public void resume() throws IOException {
        FormationMark.Content content = mark.read();
        if (content.peerId().isEmpty()) {
            throw new ConsensusRefusal(
                    "the Raft folder " + settings.groupDirectory() + " has lost the file that says who"
                            + " voted with it: move it away, start this broker, and replace its vote"
                            + " (docs/operations/voters.md)");
        }
        leaving = false;
        exposure = exposure();
        Files.createDirectories(settings.directory());
        exposure.requireVotesKept();
        RaftFolderCheck.requireIntact(
                settings.groupDirectory().resolve("current"),
                settings.groupDirectory().resolve("sm"));
        RaftServer server = build(content);
        try {
            server.start();
            if (content.state() != FormationMark.State.FORMED) {
                DurableFiles.force(settings.groupDirectory());
                DurableFiles.force(settings.directory());
                mark.write(content.in(FormationMark.State.FORMED));
            }
            run(server);
        } catch (IOException | RuntimeException e) {
            leaving = true;
            server.close();
            throw e;
        }
        LOG.info(
                "Voter {} runs, Raft port {}", content.peerId(), settings.bind().port());
    }

    private void run(RaftServer server) throws IOException {
        RaftServer.Division division = server.getDivision(group);
        LifeCycleWatch watch = new LifeCycleWatch(
                this::state,
                this::checkLeadership,
                this::snapshotNow,
                settings.snapshots().interval(),
                fatal);
        running = new Running(
                server,
                division,
                new Proposals(server, group, settings.timing().proposal(), listener::onCommitted, nanoTime),
                new Membership(division),
                watch,
                new Departure(DEPARTURE_GRACE_NANOS),
                new EarlyElection(server, group, nanoTime));
        watch.start();
    }

    /** Votes no more, now and after a restart. The Raft folder is moved out of the way. */
    public void leave() throws IOException {
        leaving = true;
        Running now = running;
        if (now != null) {
            now.watch().close();
            now.election().close();
            stop(now);
        }
        FormationMark.Content content = mark.read();
        mark.write(content.in(FormationMark.State.LEFT));
        setAside();
        applied.restart(ClusterImage.empty(settings.clusterId()));
        LOG.info("Voter {} has left", content.peerId());
    }

    private void setAside() throws IOException {
        if (Files.isDirectory(settings.directory())) {
            Path aside =
                    settings.directory().resolveSibling(settings.directory().getFileName() + "-left");
            deleteTree(aside);
            Files.move(settings.directory(), aside);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private RaftServer build(FormationMark.Content content) throws IOException {
        Parameters parameters = new Parameters();
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, exposure);
        MetadataStateMachine stateMachine =
                new MetadataStateMachine(settings.clusterId(), applied, new Events(), fatal, nanoTime);
        return RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(content.peerId()))
                .setGroup(PeerNames.group(group, content.first()))
                .setStateMachine(stateMachine)
                .setProperties(RaftTuning.properties(settings))
                .setParameters(parameters)
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
    }

    @Override
    public CompletableFuture<ProposalOutcome> submit(Command command) {
        Running now = running;
        return now == null || quorumLost
                ? CompletableFuture.completedFuture(new ProposalOutcome.NotLeader())
                : now.proposals().submit(command);
    }

    /** As {@link #submit}, with bytes that may be no command. */
    CompletableFuture<ProposalOutcome> submitBytes(byte[] bytes) {
        Running now = running;
        return now == null
                ? CompletableFuture.completedFuture(new ProposalOutcome.NotLeader())
                : now.proposals().submitBytes(bytes);
    }

    @Override
    public Leadership leadership() {
        Running now = running;
        if (now == null) {
            return new Leadership(0, false, null, Leadership.FOLLOWS_NONE);
        }
        DivisionInfo info = now.division().getInfo();
        boolean leading = info.isLeader() && info.isLeaderReady();
        VoterPeer leader = now.membership().find(info.getLeaderId());
        return new Leadership(
                info.getCurrentTerm(), leading, leader == null ? null : leader.voter(), silentMillis(info));
    }

    private static long silentMillis(DivisionInfo info) {
        RoleInfoProto role = info.getRoleInfoProto();
        return role.hasFollowerInfo() && info.getLeaderId() != null
                ? role.getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs()
                : Leadership.FOLLOWS_NONE;
    }

    @Override
    public VoterSet voters() {
        Running now = running;
        return now == null ? VoterSet.UNKNOWN : now.membership().voters();
    }

    @Override
    public List<VoterPosition> positions() {
        Running now = running;
        return now == null ? List.of() : now.membership().positions();
    }

    @Override
    public CompletableFuture<Change> change(List<VoterPeer> from, List<VoterPeer> to) {
        Running now = running;
        return now == null
                ? CompletableFuture.completedFuture(Change.NOT_LEADER)
                : now.proposals().changeVoters(from, to);
    }

    @Override
    public CompletableFuture<Boolean> handOver(VoterPeer target) {
        Running now = running;
        if (now == null) {
            return CompletableFuture.completedFuture(false);
        }
        try {
            return now.proposals()
                    .transferLeadership(RaftPeerId.valueOf(target.peerId()), TRANSFER_TIMEOUT_MILLIS)
                    .handle((reply, problem) -> problem == null && reply.isSuccess());
        } catch (IOException e) {
            return CompletableFuture.completedFuture(false);
        }
    }

    @Override
    public AppliedLog applied() {
        return applied;
    }

    /** A leader that cannot become ready makes way for a new term, and so does one that hears no majority. */
    private void checkLeadership() {
        Running now = running;
        if (now == null) {
            return;
        }
        try {
            DivisionInfo info = now.division().getInfo();
            if (unready.mustStepDown(
                    info.isLeader(), info.isLeaderReady(), info.getCurrentTerm(), nanoTime.getAsLong())) {
                LOG.warn("Stepping down: the metadata leader of term {} does not become ready", info.getCurrentTerm());
                now.proposals().stepDown(TRANSFER_TIMEOUT_MILLIS);
            }
            observeQuorum(now, info.getCurrentTerm());
        } catch (IOException e) {
            LOG.warn("Could not look at the metadata leadership", e);
        }
    }

    private void observeQuorum(Running now, long term) {
        long nowMillis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
        boolean lost = quorum.hasLostQuorum(now.membership().positions(), term, nowMillis);
        if (lost && !quorumLost) {
            LOG.warn("The metadata leader of term {} hears no majority and takes no commands", term);
        }
        quorumLost = lost;
    }

    /**
     * Something hints that the leader's process has died. If the probe proves it, this voter stands for election when it is
     * its turn, without waiting for the election timeout. Does not wait; may be called as often as the hint comes.
     */
    public void suspectLeader(PortProbe probe) {
        Running now = running;
        if (now != null) {
            now.election().suspect(probe);
        }
    }

    /** Takes a snapshot soon if enough was applied since the last one. */
    void snapshotNow() {
        Running now = running;
        if (now != null) {
            now.proposals().snapshot();
        }
    }

    /** Hands the leadership to another voter if this one leads, then stops. Blocks for a few seconds at most. */
    @Override
    public void close() {
        Running now = running;
        if (now == null || !closing.compareAndSet(false, true)) {
            return;
        }
        now.watch().close();
        now.election().close();
        if (leadership().leading() && now.membership().effective().size() > 1) {
            transferLeadership(now);
        }
        stop(now);
    }

    /** Stops without handing the leadership over, as a crash would; for tests of failover. */
    public void closeAbruptly() {
        Running now = running;
        if (now != null && closing.compareAndSet(false, true)) {
            now.watch().close();
            now.election().close();
            stop(now);
        }
    }

    private void stop(Running now) {
        running = null;
        now.proposals().close();
        try {
            now.server().close();
        } catch (IOException e) {
            LOG.warn("The Raft server did not close cleanly", e);
        }
    }

    /** Tries the followers in order of their commit index, so that a dead one does not use the time up. */
    private void transferLeadership(Running now) {
        try {
            for (RaftPeerId target : followers(now.division())) {
                RaftClientReply reply = now.proposals()
                        .transferLeadership(target, TRANSFER_TIMEOUT_MILLIS)
                        .get(2 * TRANSFER_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
                if (reply.isSuccess()) {
                    LOG.info("Handed the metadata leadership to {}", target);
                    return;
                }
            }
            LOG.warn("No voter took the metadata leadership over before this one stops");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.warn("Could not hand the metadata leadership over before stopping", e);
        }
    }

    private static List<RaftPeerId> followers(RaftServer.Division division) {
        return division.getCommitInfos().stream()
                .sorted(Comparator.comparingLong(CommitInfoProto::getCommitIndex)
                        .reversed())
                .map(info -> RaftPeerId.valueOf(info.getServer().getId()))
                .filter(peer -> !peer.equals(division.getId()))
                .toList();
    }

    private LifeCycle.State state() {
        Running now = running;
        if (now == null) {
            return closing.get() || leaving ? LifeCycle.State.RUNNING : LifeCycle.State.STARTING;
        }
        LifeCycle.State state = now.division().getInfo().getLifeCycleState();
        return state.isClosingOrClosed() && now.departure().tolerates(nanoTime.getAsLong())
                ? LifeCycle.State.RUNNING
                : state;
    }

    /** Turns what the state machine says into what this process needs to know. */
    private final class Events implements StateMachineListener {

        @Override
        public void onSnapshot(long index, long nanos) {
            listener.onSnapshot(nanos);
        }

        /** The own vote of a new leader is made durable before it appends its first entry. */
        @Override
        public void onLeaderChanged(boolean self) {
            if (self) {
                try {
                    exposure.forceVotes();
                } catch (UncheckedIOException e) {
                    fatal.onFatal("the vote cannot be made durable", e);
                    throw e;
                }
            }
        }

        @Override
        public void onLeaderReady() {
            listener.onLeading(leadership().term());
        }

        @Override
        public void onNotLeader() {
            listener.onNotLeading();
        }

        @Override
        public void onShutdown() {
            if (!closing.get() && !leaving) {
                LOG.warn("The Raft server stopped by itself: this voter was removed, or it is broken");
            }
        }
    }
}
