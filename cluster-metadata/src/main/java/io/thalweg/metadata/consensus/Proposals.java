package io.thalweg.metadata.consensus;

import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.controller.VoterGroup;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.VoterPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.RaftException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to the Raft server in this process. One thread hands them over, since Ratis makes the caller wait for the
 * append; the outcomes arrive on threads of Ratis.
 */
final class Proposals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Proposals.class);
    private static final int QUEUE_LIMIT = 2048;
    private static final long SNAPSHOT_GAP = 256;
    private static final long SNAPSHOT_TIMEOUT_MILLIS = 60_000;

    private final RaftServer server;
    private final RaftGroupId group;
    private final long timeoutMillis;
    private final LongConsumer committedNanos;
    private final LongSupplier nanoTime;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong nextCall = new AtomicLong();
    private final ThreadPoolExecutor submitter =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_LIMIT), task -> {
                Thread thread = new Thread(task, "metadata-submit");
                thread.setDaemon(true);
                return thread;
            });

    Proposals(
            RaftServer server,
            RaftGroupId group,
            Duration timeout,
            LongConsumer committedNanos,
            LongSupplier nanoTime) {
        this.server = server;
        this.group = group;
        this.timeoutMillis = timeout.toMillis();
        this.committedNanos = committedNanos;
        this.nanoTime = nanoTime;
    }

    /** Completes normally, at the latest after the timeout. */
    CompletableFuture<ProposalOutcome> submit(Command command) {
        byte[] bytes = CommandCodec.encode(command);
        if (bytes.length > RaftTuning.MAX_COMMAND_BYTES) {
            return CompletableFuture.completedFuture(
                    new ProposalOutcome.TooLarge(bytes.length, RaftTuning.MAX_COMMAND_BYTES));
        }
        return submitBytes(bytes);
    }

    /** As {@link #submit}, without the check of the size. */
    CompletableFuture<ProposalOutcome> submitBytes(byte[] bytes) {
        CompletableFuture<ProposalOutcome> outcome = new CompletableFuture<>();
        long began = nanoTime.getAsLong();
        try {
            submitter.execute(() -> handOver(bytes, began, outcome));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    submitter.isShutdown() ? new ProposalOutcome.NotLeader() : new ProposalOutcome.Overloaded());
        }
        return outcome.completeOnTimeout(
                new ProposalOutcome.Unknown("not applied within " + timeoutMillis + " ms"),
                timeoutMillis,
                TimeUnit.MILLISECONDS);
    }

    private void handOver(byte[] bytes, long began, CompletableFuture<ProposalOutcome> outcome) {
        boolean led = leads();
        if (!led) {
            outcome.complete(new ProposalOutcome.NotLeader());
            return;
        }
        try {
            server.submitClientRequestAsync(request(bytes)).whenComplete((reply, failure) -> {
                outcome.complete(failure == null ? outcomeOf(reply) : outcomeOf(failure));
                if (failure == null && reply.isSuccess()) {
                    committedNanos.accept(nanoTime.getAsLong() - began);
                }
            });
        } catch (IOException | RuntimeException e) {
            outcome.complete(outcomeOf(e));
        }
    }

    private boolean leads() {
        try {
            return server.getDivision(group).getInfo().isLeader();
        } catch (IOException e) {
            return false;
        }
    }

    private RaftClientRequest request(byte[] bytes) {
        return RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(server.getId())
                .setGroupId(group)
                .setCallId(nextCall.incrementAndGet())
                .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(bytes)))
                .setType(RaftClientRequest.writeRequestType())
                .build();
    }

    private static ProposalOutcome outcomeOf(RaftClientReply reply) {
        if (reply.isSuccess()) {
            return reply.getMessage() instanceof AppliedReply applied
                    ? applied.outcome()
                    : new ProposalOutcome.Unknown("applied, but the reply is lost");
        }
        RaftException failure = reply.getException();
        return failure == null ? new ProposalOutcome.Unknown("no reason given") : outcomeOf(failure);
    }

    /** Only what Ratis raises before it appends is definite; "not leader" also fails requests that were appended. */
    private static ProposalOutcome outcomeOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ResourceUnavailableException) {
            return new ProposalOutcome.Overloaded();
        }
        if (cause instanceof LeaderNotReadyException
                || cause instanceof LeaderSteppingDownException
                || cause instanceof ServerNotReadyException) {
            return new ProposalOutcome.NotLeader();
        }
        return new ProposalOutcome.Unknown(cause.toString());
    }

    /** Asks this voter for a snapshot, unless it applied little since the last one. Does not wait. */
    void snapshot() {
        SnapshotManagementRequest request = SnapshotManagementRequest.newCreate(
                client, server.getId(), group, nextCall.incrementAndGet(), SNAPSHOT_TIMEOUT_MILLIS, SNAPSHOT_GAP);
        server.snapshotManagementAsync(request).exceptionally(failure -> {
            LOG.warn("A periodic metadata snapshot failed", failure);
            return null;
        });
    }

    /** Asks the leader, which must be this voter, to hand over. */
    CompletableFuture<RaftClientReply> transferLeadership(RaftPeerId target, long waitMillis) throws IOException {
        return server.transferLeadershipAsync(new TransferLeadershipRequest(
                client, server.getId(), group, nextCall.incrementAndGet(), target, waitMillis));
    }

    /** Asks the leader, which must be this voter, to replace exactly these voters by those. Completes normally. */
    CompletableFuture<VoterGroup.Change> changeVoters(List<VoterPeer> from, List<VoterPeer> to) {
        SetConfigurationRequest.Arguments arguments = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(PeerNames.toRaft(from))
                .setServersInNewConf(PeerNames.toRaft(to))
                .build();
        try {
            return server.setConfigurationAsync(new SetConfigurationRequest(
                            client, server.getId(), group, nextCall.incrementAndGet(), arguments))
                    .handle((reply, problem) ->
                            problem == null ? Membership.changeOf(reply) : Membership.changeOf(problem));
        } catch (IOException e) {
            return CompletableFuture.completedFuture(Membership.changeOf(e));
        }
    }

    /** Gives the leadership up without naming a successor; also possible for a leader that is not ready. */
    CompletableFuture<RaftClientReply> stepDown(long waitMillis) throws IOException {
        return server.transferLeadershipAsync(new TransferLeadershipRequest(
                client, server.getId(), group, nextCall.incrementAndGet(), null, waitMillis));
    }

    @Override
    public void close() {
        submitter.shutdown();
    }
}
