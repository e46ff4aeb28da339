package io.thalweg.metadata.app;

import io.thalweg.metadata.consensus.ConsensusRefusal;
import io.thalweg.metadata.consensus.RaftVoter;
import io.thalweg.metadata.consensus.VoterSeat;
import io.thalweg.metadata.controller.FormationRule;
import io.thalweg.metadata.controller.VoterDescription;
import io.thalweg.metadata.event.CommandReply.Rejected;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.metadata.model.VoterSet;
import io.thalweg.metadata.rpc.VoterClient;
import io.thalweg.metadata.rpc.VoterHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends this broker's vote, all on one thread.
 *
 * <p>States: deciding (whether it is a first voter), watching (no voter), joining (a Raft server waits for the metadata
 * leader), voting.
 */
final class VoterLife implements VoterHost, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VoterLife.class);
    private static final long RETRY_MILLIS = 100;
    private static final int LOG_EVERY = 50;
    /** The metadata leader gives up a new voter much earlier, and says so unless it has died. */
    private static final long LONGEST_JOIN_MINUTES = 10;

    private enum State {
        DECIDING,
        WATCHING,
        JOINING,
        VOTING
    }

    private final MetadataSettings settings;
    private final RaftVoter voter;
    private final VoterClient client;
    private final CompletableFuture<Void> running;
    private final Map<Integer, VoterDescription> answers = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread starter = new Thread(task, "metadata-start");
        starter.setDaemon(true);
        return starter;
    });
    private int attempts;
    private volatile State state = State.DECIDING;
    private volatile String waitingFor = "";

    /**
     * @param running completed when it is settled whether this broker votes, and failed if it must not start
     */
    VoterLife(MetadataSettings settings, RaftVoter voter, VoterClient client, CompletableFuture<Void> running) {
        this.settings = settings;
        this.voter = voter;
        this.client = client;
        this.running = running;
    }

    void begin() {
        thread.execute(this::attempt);
    }

    String waitingFor() {
        return waitingFor;
    }

    private void attempt() {
        try {
            switch (voter.seat()) {
                case TAKEN -> vote();
                case LOST -> watch("the Raft folder that this broker voted with is gone");
                case LEFT -> watch("");
                case EMPTY -> form();
            }
        } catch (ConsensusRefusal e) {
            running.completeExceptionally(new StartRefused(String.valueOf(e.getMessage()), e));
        } catch (IOException | RuntimeException e) {
            running.completeExceptionally(e);
        }
    }

    private void vote() throws IOException {
        voter.resume();
        voting();
    }

    private void voting() {
        waitingFor = "";
        state = State.VOTING;
        running.complete(null);
    }

    private void form() throws IOException {
        Voter self = settings.firstVoter();
        if (self == null) {
            watch("");
            return;
        }
        if (settings.storage().served()) {
            watch("its data folder has served in this cluster, but what it voted with is gone");
            return;
        }
        List<Voter> others = settings.otherVoters();
        for (Voter other : others) {
            VoterDescription answer = client.describe(new Endpoint(other.host(), other.peerPort()));
            if (answer != null) {
                answers.put(other.id(), answer);
            }
        }
        VoterPeer peer = RaftVoter.firstPeer(self, settings.storage().id());
        FormationRule.Verdict verdict = FormationRule.decide(settings.clusterId(), peer, others, answers);
        if (verdict instanceof FormationRule.Refuse refuse) {
            throw new ConsensusRefusal(refuse.message());
        }
        if (verdict instanceof FormationRule.Observe observe) {
            watch(observe.message());
        } else if (verdict instanceof FormationRule.Form form) {
            voter.form(peer, form.first());
            voting();
        } else if (verdict instanceof FormationRule.Wait wait) {
            waitFor(wait.silent());
        }
    }

    private void waitFor(List<Voter> silent) {
        waitingFor = "voter " + settings.self() + " has no Raft data and waits for an answer of " + silent;
        if (attempts++ % LOG_EVERY == 0) {
            LOG.info("{}", waitingFor);
        }
        thread.schedule(this::attempt, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Serves without a vote; a reason is given if somebody may expect a vote. */
    private void watch(String reason) {
        waitingFor = "";
        state = State.WATCHING;
        if (!reason.isEmpty()) {
            LOG.warn(
                    "Broker {} does not vote: {}. It must never vote under its old name again. It serves without a vote;"
                            + " give it a new one with: thalweg cluster voters replace {}",
                    settings.self(),
                    reason,
                    settings.self());
        }
        running.complete(null);
    }

    /** Whether this broker votes, or may be about to. An unreadable folder will stop it soon; until then it counts. */
    boolean mayVote() {
        try {
            VoterSeat seat = voter.seat();
            boolean mayForm =
                    settings.firstVoter() != null && !settings.storage().served();
            return seat == VoterSeat.TAKEN || (seat == VoterSeat.EMPTY && mayForm);
        } catch (ConsensusRefusal e) {
            return true;
        }
    }

    @Override
    public VoterDescription describe() {
        VoterSeat seat = voter.seat();
        boolean formatted = seat == VoterSeat.TAKEN;
        Voter self = settings.firstVoter();
        VoterPeer peer = null;
        if (self != null && formatted) {
            peer = new VoterPeer(voter.peerId(), self);
        } else if (self != null
                && seat == VoterSeat.EMPTY
                && !settings.storage().served()) {
            peer = RaftVoter.firstPeer(self, settings.storage().id());
        }
        return new VoterDescription(settings.clusterId().toString(), formatted, peer, voter.voters());
    }

    @Override
    public CompletableFuture<Prepared> prepare() {
        return onThread(() -> {
            if (state == State.JOINING) {
                giveUp(voter.peerId());
            }
            Rejected refusal = refusal();
            return refusal == null ? new Prepared(join(), null) : new Prepared(null, refusal);
        });
    }

    private @Nullable Rejected refusal() {
        Map<String, String> details = Map.of("broker", "" + settings.self());
        String name = "broker " + settings.self();
        return switch (state) {
            case DECIDING -> new Rejected(RejectionReason.BROKER_NOT_READY, name + " is starting", details);
            case VOTING, JOINING ->
                new Rejected(RejectionReason.ALREADY_VOTER, name + " votes with the Raft folder that it has", details);
            case WATCHING ->
                raftPortIsFree()
                        ? null
                        : new Rejected(
                                RejectionReason.VOTER_UNREACHABLE,
                                name + " can't listen on its Raft port: see listener.raft.bind",
                                details);
        };
    }

    /** Before anything is begun: the Raft server does not survive a port that is taken. */
    private boolean raftPortIsFree() {
        Endpoint bind = settings.raftBind();
        if (settings.own() == null) {
            return false;
        }
        try (ServerSocket probe = new ServerSocket(bind.port(), 1, InetAddress.getByName(bind.host()))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private VoterPeer join() throws IOException {
        Voter own = settings.own();
        if (own == null) {
            throw new IllegalStateException("no Raft address");
        }
        VoterPeer peer = voter.join(own, UUID.randomUUID());
        state = State.JOINING;
        thread.schedule(() -> giveUp(peer.peerId()), LONGEST_JOIN_MINUTES, TimeUnit.MINUTES);
        return peer;
    }

    /** The metadata leader never made it a voter. */
    private void giveUp(String peerId) {
        if (state == State.JOINING && voter.peerId().equals(peerId)) {
            if (voter.voters().contains(peerId)) {
                state = State.VOTING;
            } else {
                leave("it was made ready to vote, and not made a voter");
            }
        }
    }

    @Override
    public CompletableFuture<Boolean> release(String peerId) {
        return onThread(() -> {
            if (state != State.DECIDING
                    && state != State.WATCHING
                    && voter.peerId().equals(peerId)) {
                leave("the metadata leader released it");
            }
            return true;
        });
    }

    /** The metadata leader says who votes: a voter that was removed while it was down hears of it here. */
    void onVoters(VoterSet voters) {
        onThread(() -> {
            if (state == State.JOINING && voter.voters().contains(voter.peerId())) {
                state = State.VOTING;
            }
            if (state == State.VOTING && isRemoved(voters)) {
                leave("it was removed from the voters");
            }
            return true;
        });
    }

    private boolean isRemoved(VoterSet voters) {
        String peerId = voter.peerId();
        VoterSet own = voter.voters();
        boolean newer = own.isUnknown() || voters.index() > own.index();
        return !voters.isUnknown() && newer && !voters.contains(peerId);
    }

    private void leave(String reason) {
        LOG.info("Broker {} ends its vote: {}", settings.self(), reason);
        try {
            voter.leave();
            state = State.WATCHING;
        } catch (IOException e) {
            LOG.warn("The Raft folder of an ended vote could not be set aside", e);
        }
    }

    private <T> CompletableFuture<T> onThread(Task<T> task) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    outcome.complete(task.run());
                } catch (IOException | RuntimeException e) {
                    LOG.warn("A change of this broker's vote failed", e);
                    outcome.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            outcome.completeExceptionally(e);
        }
        return outcome;
    }

    /** Work on the thread of this class. */
    private interface Task<T> {
        T run() throws IOException;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
