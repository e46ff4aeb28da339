package io.thalweg.broker.membership;

import io.thalweg.broker.runtime.link.MetadataLink;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.ReplyCodec;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.ProposeResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings commands to the metadata leader, wherever it is, and tries again until the deadline: every command is a
 * compare-and-set that does no harm when applied twice. Thread-safe; nothing blocks.
 */
public final class Proposer implements MetadataLink {

    private static final long USUAL_TIMEOUT_MILLIS = 10_000;

    private final MetadataTransport transport;
    private volatile List<Endpoint> voters;
    private final ScheduledExecutorService executor;
    private final LongSupplier nanos;
    private final Supplier<RandomGenerator> random;
    private volatile @Nullable Endpoint leader;

    /**
     * Creates the proposer.
     *
     * @param executor runs pauses and short callbacks, one thread
     * @param random gives each proposal its own chance, for jitter
     */
    public Proposer(
            MetadataTransport transport,
            List<Endpoint> voters,
            ScheduledExecutorService executor,
            LongSupplier nanos,
            Supplier<RandomGenerator> random) {
        this.transport = transport;
        this.voters = List.copyOf(voters);
        this.executor = executor;
        this.nanos = nanos;
        this.random = random;
    }

    /** The session found the metadata leader there, or lost it (null). */
    void onLeader(@Nullable Endpoint endpoint) {
        leader = endpoint;
    }

    /** Others vote now. */
    void onVoters(List<Endpoint> now) {
        voters = List.copyOf(now);
    }

    /** A search of its own that begins at the leader of the session, if it has one. */
    LeaderSearch search() {
        LeaderSearch search = new LeaderSearch(voters, random.get());
        Endpoint known = leader;
        if (known != null) {
            search.prefer(known);
        }
        return search;
    }

    @Override
    public CompletableFuture<CommandReply> propose(Command command) {
        return propose(command, false, USUAL_TIMEOUT_MILLIS).thenApply(Proposed::reply);
    }

    /**
     * Proposes a command.
     *
     * @param waitUntilServed complete only after the brokers concerned have acted on it (the voter bounds the wait)
     * @param timeoutMillis bound on everything
     * @return fails with {@link VoterRefusal}: {@code NO_METADATA_QUORUM} when no voter can have taken the command, {@code TIMED_OUT}
     *     when it may have taken effect all the same
     */
    public CompletableFuture<Proposed> propose(Command command, boolean waitUntilServed, long timeoutMillis) {
        ProposeRequest request = ProposeRequest.newBuilder()
                .setCommand(CommandCodec.toProto(command))
                .setWaitUntilServed(waitUntilServed)
                .build();
        Attempts attempts = new Attempts(request, nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
        executor.execute(attempts);
        return attempts.outcome;
    }

    private final class Attempts implements Runnable {

        private final ProposeRequest request;
        private final long deadlineNanos;
        private final LeaderSearch search = new LeaderSearch(voters, random.get());
        private final CompletableFuture<Proposed> outcome = new CompletableFuture<>();
        private boolean askedSessionLeader;
        private boolean maybeDone;

        Attempts(ProposeRequest request, long deadlineNanos) {
            this.request = request;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public void run() {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - nanos.getAsLong());
            if (leftMillis <= 0) {
                fail();
                return;
            }
            Endpoint known = leader;
            if (!askedSessionLeader && known != null) {
                askedSessionLeader = true;
                search.prefer(known);
            }
            transport.propose(search.next(), request, leftMillis).whenCompleteAsync(this::onAnswer, executor);
        }

        private void onAnswer(@Nullable ProposeResponse response, @Nullable Throwable problem) {
            if (response != null) {
                outcome.complete(new Proposed(response.getIndex(), ReplyCodec.decode(response.getReply())));
                return;
            }
            Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
            if (cause instanceof VoterRefusal refusal && isFinal(refusal.reason())) {
                outcome.completeExceptionally(refusal);
                return;
            }
            maybeDone |= !(cause instanceof VoterRefusal refusal) || isDoubtful(refusal.reason());
            search.failed(cause instanceof VoterRefusal refusal ? refusal.leaderHint() : null);
            executor.schedule(this, search.pauseMillis(), TimeUnit.MILLISECONDS);
        }

        private void fail() {
            outcome.completeExceptionally(
                    maybeDone
                            ? new VoterRefusal(
                                    ErrorReason.ERROR_REASON_TIMED_OUT,
                                    "It is not known whether the metadata changed: no metadata leader answered in time.",
                                    Map.of())
                            : new VoterRefusal(
                                    ErrorReason.ERROR_REASON_NO_METADATA_QUORUM,
                                    "No metadata leader answered in time.",
                                    Map.of()));
        }
    }

    /** The voter may have logged the command: it says so itself, or its answer got lost. */
    private static boolean isDoubtful(ErrorReason reason) {
        return reason == ErrorReason.ERROR_REASON_TIMED_OUT || reason == ErrorReason.ERROR_REASON_UNSPECIFIED;
    }

    /** Another voter, or the same one later, would answer alike. */
    private static boolean isFinal(ErrorReason reason) {
        return switch (reason) {
            case ERROR_REASON_WRONG_CLUSTER, ERROR_REASON_INVALID_REQUEST, ERROR_REASON_INTERNAL -> true;
            default -> false;
        };
    }
}
