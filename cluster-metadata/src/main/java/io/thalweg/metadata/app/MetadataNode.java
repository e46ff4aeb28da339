package io.thalweg.metadata.app;

import io.grpc.BindableService;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thalweg.metadata.consensus.ConsensusListener;
import io.thalweg.metadata.consensus.RaftVoter;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.metrics.MetadataMeters;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterSet;
import io.thalweg.metadata.rpc.LeaderLoop;
import io.thalweg.metadata.rpc.LeaderSettings;
import io.thalweg.metadata.rpc.MetadataService;
import io.thalweg.metadata.rpc.TcpPortProbe;
import io.thalweg.metadata.rpc.VoterChanges;
import io.thalweg.metadata.rpc.VoterClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A broker's part in the metadata quorum. Every broker has one; if it votes, there is a Raft server and, while it leads, the
 * leader's work. Thread-safe.
 *
 * <p>A first voter without Raft data must hear the other voters before it may start, and they must hear it; so
 * {@link #start} returns before the voter runs, the caller serves {@link #peerServices} at its peer port at once, and
 * {@link #running} tells the end.
 */
public final class MetadataNode implements AutoCloseable {

    private static final Duration SERVED_TIMEOUT = Duration.ofSeconds(10);

    private final RaftVoter voter;
    private final VoterLife life;
    private final VoterChanges changes;
    private final TcpPortProbe probe = new TcpPortProbe();
    private final LeaderLoop loop;
    private final MetadataService service;
    private final MetadataMeters meters;
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private MetadataNode(MetadataSettings settings, FatalListener fatal) {
        this.voter = new RaftVoter(settings.consensus(), new Events(), fatal::onFatal, System::nanoTime);
        this.meters = new MetadataMeters(voter);
        LeaderSettings leader = new LeaderSettings(
                settings.clusterId(),
                settings.self(),
                settings.timing().session(),
                settings.timing().beat(),
                settings.timing().electionMin(),
                SERVED_TIMEOUT,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                System::currentTimeMillis);
        VoterClient client = new VoterClient(settings.clusterId(), settings.self());
        this.life = new VoterLife(settings, voter, client, running);
        this.loop = new LeaderLoop(leader, voter, probe, meters);
        this.changes = new VoterChanges(leader, voter, voter, probe, client);
        this.service = new MetadataService(leader, voter, loop, changes, life);
    }

    /**
     * Begins to find out whether this broker votes, and to start its voter.
     *
     * @param fatal told, from any thread, that the process must halt
     */
    public static MetadataNode start(MetadataSettings settings, FatalListener fatal) {
        MetadataNode node = new MetadataNode(settings, fatal);
        node.life.begin();
        return node;
    }

    /**
     * Completes when the Raft server runs, or when it is settled that this broker is no voter; fails with
     * {@link StartRefused} or {@code IOException} if it must not or cannot. It does not wait for a leader.
     */
    public CompletableFuture<Void> running() {
        return running.copy();
    }

    /** What the voter says while it is not running, for people; empty when there is nothing to wait for. */
    public String waitingFor() {
        return life.waitingFor();
    }

    /** Whether this broker votes, or may be about to form the cluster. */
    public boolean mayVote() {
        return life.mayVote();
    }

    /** The newest voters that this broker knows to be committed; unknown if it does not vote. */
    public VoterSet voters() {
        return voter.voters();
    }

    /** The metadata leader says who votes. */
    public void onVoters(VoterSet voters) {
        life.onVoters(voters);
    }

    /** Services for the peer port, from before {@link #running} on. */
    public List<BindableService> peerServices() {
        return List.of(service);
    }

    /** The newest image that this voter has applied. */
    public ClusterImage image() {
        return voter.applied().image();
    }

    /** The metadata leader as far as this voter knows, or null. */
    public @Nullable Voter leader() {
        return voter.leadership().leader();
    }

    /** Whether this voter is the metadata leader. */
    public boolean leading() {
        return voter.leadership().leading();
    }

    /** Something hints that the metadata leader's process has died: see {@link RaftVoter#suspectLeader}. Does not wait. */
    public void suspectLeader() {
        voter.suspectLeader(probe);
    }

    /** Raft term of this voter. */
    public long term() {
        return voter.leadership().term();
    }

    /** Meters of this voter. */
    public MeterBinder meters() {
        return meters;
    }

    /** Hands the leadership over if this voter has it, ends all sessions and stops. Blocks for some seconds at most. */
    @Override
    public void close() {
        close(true);
    }

    /** Stops as fast as possible, leaving the others to notice; for tests of failover. */
    public void kill() {
        close(false);
    }

    private void close(boolean graceful) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        life.close();
        changes.close();
        if (graceful) {
            voter.close();
        } else {
            voter.closeAbruptly();
        }
        loop.close();
        probe.close();
    }

    private final class Events implements ConsensusListener {

        @Override
        public void onLeading(long term) {
            loop.wake();
        }

        @Override
        public void onNotLeading() {
            loop.wake();
        }

        @Override
        public void onCommitted(long nanos) {
            meters.onCommitted(nanos);
        }

        @Override
        public void onSnapshot(long nanos) {
            meters.onSnapshot(nanos);
        }
    }
}
