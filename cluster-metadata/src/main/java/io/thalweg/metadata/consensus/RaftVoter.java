package io.thalweg.metadata.consensus;

import io.thalweg.metadata.controller.AppliedLog;
import io.thalweg.metadata.controller.Leadership;
import io.thalweg.metadata.controller.MetadataQuorum;
import io.thalweg.metadata.controller.PortProbe;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
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
 * This process as a member of the Raft group. Thread-safe.
 *
 * <p>States: made, started, closed. Before the start and after the close every proposal is refused as "not leader".
 */
public final class RaftVoter implements MetadataQuorum, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RaftVoter.class);
    /** A healthy leader is ready within milliseconds; after so many election timeouts it never will be. */
    private static final int READY_ELECTIONS = 3;

    private static final long TRANSFER_TIMEOUT_MILLIS = 1_500;

    private final ConsensusSettings settings;
    private final PeerNames names;
    private final RaftGroupId group;
    private final AppliedLog applied;
    private final ConsensusListener listener;
    private final FatalListener fatal;
    private final LongSupplier nanoTime;
    private final FormationMark mark;
    private final UnreadyLeader unready;
    private final RaftExposure exposure;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable Running running;

    /** What exists only while the Raft server does. */
    private record Running(RaftServer server, Proposals proposals, LifeCycleWatch watch, EarlyElection election) {}

    /**
     * Opens nothing yet.
     *
     * @param nanoTime monotonic, for measurements only
     */
    public RaftVoter(
            ConsensusSettings settings, ConsensusListener listener, FatalListener fatal, LongSupplier nanoTime) {
        this.settings = settings;
        this.names = new PeerNames(settings.voters());
        this.group = RaftGroupId.valueOf(settings.clusterId());
        this.applied = new AppliedLog(ClusterImage.empty(settings.clusterId()));
        this.listener = listener;
        this.fatal = fatal;
        this.nanoTime = nanoTime;
        this.mark = new FormationMark(settings.directory());
        this.unready = new UnreadyLeader(
                READY_ELECTIONS * settings.timing().electionMax().toNanos());
        this.exposure = new RaftExposure(settings.groupDirectory().resolve("current"));
    }

    /**
     * Whether this voter has Raft data.
     *
     * @throws ConsensusRefusal if it once had and has no more
     */
    public boolean formatted() {
        boolean present = Files.isDirectory(settings.groupDirectory());
        if (!present && mark.read() == FormationMark.State.FORMED) {
            throw new ConsensusRefusal("the Raft folder " + settings.groupDirectory() + " is gone, but this voter has "
                    + "voted with it. Do not start it empty under the same id: remove voter " + settings.self()
                    + " from the cluster and add a new one");
        }
        return present;
    }

    /**
     * Starts the Raft server; formats the folder if there is none, which the caller must have cleared with all other
     * voters.
     */
    public void start() throws IOException {
        boolean first = !formatted();
        if (first) {
            mark.write(FormationMark.State.FORMING);
        }
        Files.createDirectories(settings.directory());
        exposure.requireVotesKept();
        RaftFolderCheck.requireIntact(settings.groupDirectory().resolve("current"));
        RaftServer server = build();
        try {
            server.start();
            if (mark.read() != FormationMark.State.FORMED) {
                DurableFiles.force(settings.groupDirectory());
                DurableFiles.force(settings.directory());
                mark.write(FormationMark.State.FORMED);
            }
        } catch (IOException | RuntimeException e) {
            closing.set(true);
            server.close();
            throw e;
        }
        LifeCycleWatch watch = new LifeCycleWatch(
                this::state,
                this::checkLeadership,
                this::snapshotNow,
                settings.snapshots().interval(),
                fatal);
        running = new Running(
                server,
                new Proposals(server, group, settings.timing().proposal(), listener::onCommitted, nanoTime),
                watch,
                new EarlyElection(server, group, nanoTime));
        watch.start();
        LOG.info(
                "Voter {} of {} runs, Raft port {}",
                settings.self(),
                settings.voters().size(),
                settings.bind().port());
    }

    private RaftServer build() throws IOException {
        Parameters parameters = new Parameters();
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, exposure);
        MetadataStateMachine stateMachine =
                new MetadataStateMachine(settings.clusterId(), applied, new Events(), fatal, nanoTime);
        return RaftServer.newBuilder()
                .setServerId(PeerNames.first(settings.self()))
                .setGroup(names.firstGroup(group))
                .setStateMachine(stateMachine)
                .setProperties(RaftTuning.properties(settings))
                .setParameters(parameters)
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
    }

    @Override
    public CompletableFuture<ProposalOutcome> submit(Command command) {
        Running now = running;
        return now == null
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
            return new Leadership(0, false, null);
        }
        try {
            DivisionInfo info = now.server().getDivision(group).getInfo();
            boolean leading = info.isLeader() && info.isLeaderReady();
            return new Leadership(info.getCurrentTerm(), leading, names.voter(info.getLeaderId()));
        } catch (IOException e) {
            return new Leadership(0, false, null);
        }
    }

    @Override
    public AppliedLog applied() {
        return applied;
    }

    /** A leader that cannot become ready makes way for a new term. */
    private void checkLeadership() {
        Running now = running;
        if (now == null) {
            return;
        }
        try {
            DivisionInfo info = now.server().getDivision(group).getInfo();
            if (unready.mustStepDown(
                    info.isLeader(), info.isLeaderReady(), info.getCurrentTerm(), nanoTime.getAsLong())) {
                LOG.warn("Stepping down: the metadata leader of term {} does not become ready", info.getCurrentTerm());
                now.proposals().stepDown(TRANSFER_TIMEOUT_MILLIS);
            }
        } catch (IOException e) {
            LOG.warn("Could not look at the metadata leadership", e);
        }
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
        if (leadership().leading() && settings.voters().size() > 1) {
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
            for (RaftPeerId target : followers(now.server().getDivision(group))) {
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
            return closing.get() ? LifeCycle.State.RUNNING : LifeCycle.State.STARTING;
        }
        try {
            return now.server().getDivision(group).getInfo().getLifeCycleState();
        } catch (IOException e) {
            return LifeCycle.State.EXCEPTION;
        }
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
            if (!closing.get()) {
                fatal.onFatal("the Raft server stopped by itself", null);
            }
        }
    }
}
