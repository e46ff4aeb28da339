package io.thalweg.metadata.rpc;

import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.thalweg.metadata.controller.MetadataQuorum;
import io.thalweg.metadata.controller.PortProbe;
import io.thalweg.metadata.controller.VoterChange;
import io.thalweg.metadata.controller.VoterChangeRule;
import io.thalweg.metadata.controller.VoterGroup;
import io.thalweg.metadata.controller.VoterPosition;
import io.thalweg.metadata.event.CommandReply.Rejected;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.VoterInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the voters while this voter leads: one change at a time, on a thread of its own that may wait. A change is
 * judged by {@link VoterChangeRule}, the new voter is made ready, Raft replaces exactly the voters that were judged, and
 * whoever is not needed any more is told. Thread-safe.
 */
public final class VoterChanges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VoterChanges.class);
    private static final long CHANGE_SECONDS = 45;
    private static final long HAND_OVER_SECONDS = 4;

    private final LeaderSettings settings;
    private final MetadataQuorum quorum;
    private final VoterGroup group;
    private final PortProbe probe;
    private final VoterClient client;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread changer = new Thread(task, "metadata-voters");
                changer.setDaemon(true);
                return changer;
            });

    /** Opens nothing yet. */
    public VoterChanges(
            LeaderSettings settings, MetadataQuorum quorum, VoterGroup group, PortProbe probe, VoterClient client) {
        this.settings = settings;
        this.quorum = quorum;
        this.group = group;
        this.probe = probe;
        this.client = client;
    }

    /** The voters as this leader sees them; throws the refusal if it does not lead. */
    DescribeVotersResponse list() {
        requireLeading();
        List<VoterPosition> positions = group.positions();
        DescribeVotersResponse.Builder all =
                DescribeVotersResponse.newBuilder().setIndex(quorum.voters().index());
        positions.stream()
                .sorted(Comparator.comparingInt(position -> position.peer().brokerId()))
                .forEach(position -> all.addVoters(toProto(position)));
        positions.stream()
                .filter(VoterPosition::leads)
                .findFirst()
                .ifPresent(leader -> all.setCommitIndex(leader.commitIndex()));
        return all.build();
    }

    /** Completes with the voters after the change, or fails with the refusal. */
    CompletableFuture<DescribeVotersResponse> change(VoterChange change) {
        try {
            return CompletableFuture.supplyAsync(() -> run(change), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(inProgress());
        }
    }

    private DescribeVotersResponse run(VoterChange change) {
        requireLeading();
        List<VoterPosition> positions = group.positions();
        Rejected objection =
                VoterChangeRule.objection(change, positions, quorum.applied().image());
        if (objection != null) {
            throw StatusMapper.toException(objection);
        }
        if (change.remove() == settings.self() && change.add() != settings.self()) {
            throw makeWay(positions);
        }
        VoterPeer added = change.adds() ? prepared(change.add()) : null;
        apply(change, positions, added);
        return list();
    }

    /** A leader does not remove itself: another one leads first, and is asked then. */
    private StatusRuntimeException makeWay(List<VoterPosition> positions) {
        positions.stream()
                .filter(position -> !position.leads() && position.live())
                .max(Comparator.comparingLong(VoterPosition::commitIndex))
                .ifPresent(target -> await(group.handOver(target.peer()), HAND_OVER_SECONDS));
        return StatusMapper.notLeader(otherLeader());
    }

    private VoterPeer prepared(int id) {
        Broker broker = quorum.applied().image().broker(new BrokerId(id));
        Endpoint peer = broker == null ? null : broker.listener("peer");
        if (peer == null) {
            throw unreachable(id, "broker " + id + " has no peer address");
        }
        VoterPeer prepared;
        try {
            prepared = client.prepare(peer);
        } catch (StatusRuntimeException e) {
            throw isDocumented(e)
                    ? e
                    : unreachable(id, "broker " + id + " at " + peer + " does not answer: " + e.getMessage());
        }
        Endpoint raft = new Endpoint(prepared.voter().host(), prepared.voter().raftPort());
        if (await(probe.probe(raft), HAND_OVER_SECONDS) != PortProbe.Answer.LISTENING) {
            client.release(prepared);
            throw unreachable(
                    id, "the Raft port " + raft + " of broker " + id + " can't be reached from the metadata leader");
        }
        return prepared;
    }

    private void apply(VoterChange change, List<VoterPosition> positions, @Nullable VoterPeer added) {
        List<VoterPeer> from = positions.stream().map(VoterPosition::peer).toList();
        List<VoterPeer> to = new ArrayList<>(from);
        to.removeIf(peer -> peer.brokerId() == change.remove());
        if (added != null) {
            to.add(added);
        }
        LOG.info("Changing the voters from {} to {}", names(from), names(to));
        VoterGroup.Change outcome = await(group.change(from, to), CHANGE_SECONDS);
        LOG.info("The change of the voters to {} ended: {}", names(to), outcome);
        if (outcome == VoterGroup.Change.DONE) {
            from.stream()
                    .filter(peer -> !to.contains(peer) && peer.brokerId() != change.add())
                    .forEach(client::release);
            return;
        }
        if (added != null && outcome != null && outcome != VoterGroup.Change.UNKNOWN) {
            client.release(added);
        }
        throw failure(change, outcome);
    }

    private StatusRuntimeException failure(VoterChange change, VoterGroup.@Nullable Change outcome) {
        if (outcome == null) {
            return unknown();
        }
        return switch (outcome) {
            case BUSY -> inProgress();
            case STALE ->
                StatusMapper.toException(new Rejected(
                        RejectionReason.STALE_VERSION, "the voters changed meanwhile, or too many at once", Map.of()));
            case NOT_CAUGHT_UP ->
                unreachable(
                        change.add(),
                        "broker " + change.add() + " did not catch up with the metadata; the voters are as before");
            case NOT_LEADER -> StatusMapper.notLeader(otherLeader());
            case UNKNOWN, DONE -> unknown();
        };
    }

    private static StatusRuntimeException unknown() {
        return StatusMapper.toException(new Rejected(
                RejectionReason.TIMED_OUT, "it is not known whether the voters changed: list them", Map.of()));
    }

    private static StatusRuntimeException inProgress() {
        return StatusMapper.toException(new Rejected(
                RejectionReason.VOTER_CHANGE_IN_PROGRESS, "another change of the voters is under way", Map.of()));
    }

    private static StatusRuntimeException unreachable(int broker, String message) {
        return StatusMapper.toException(
                new Rejected(RejectionReason.VOTER_UNREACHABLE, message, Map.of("broker", "" + broker)));
    }

    private static boolean isDocumented(StatusRuntimeException failure) {
        Status status = StatusProto.fromThrowable(failure);
        return status != null && status.getDetailsCount() > 0;
    }

    private void requireLeading() {
        if (!quorum.leadership().leading()) {
            throw StatusMapper.notLeader(otherLeader());
        }
    }

    private @Nullable Voter otherLeader() {
        Voter leader = quorum.leadership().leader();
        return leader == null || leader.id() == settings.self() ? null : leader;
    }

    private static List<String> names(List<VoterPeer> peers) {
        return peers.stream().map(VoterPeer::peerId).toList();
    }

    /** The outcome, or null if there is none in time. */
    private static <T> @Nullable T await(CompletableFuture<T> outcome, long seconds) {
        try {
            return outcome.get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("No outcome: {}", e.toString());
            return null;
        }
    }

    private static VoterInfo toProto(VoterPosition position) {
        Voter voter = position.peer().voter();
        boolean heard = position.silentMillis() != Long.MAX_VALUE;
        return VoterInfo.newBuilder()
                .setBrokerId(voter.id())
                .setPeerId(position.peer().peerId())
                .setHost(voter.host())
                .setPeerPort(voter.peerPort())
                .setRaftPort(voter.raftPort())
                .setLeader(position.leads())
                .setLive(position.live())
                .setCommitIndex(position.commitIndex())
                .setSilentMillis(heard ? position.silentMillis() : -1)
                .build();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }
}
