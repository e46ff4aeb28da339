package io.thalweg.broker.membership;

import io.thalweg.metadata.model.Endpoint;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.ChangeVotersResponse;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.ErrorReason;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the metadata leader about the voters, wherever it is. Thread-safe; nothing blocks. */
public final class VoterCalls {

    private static final long LIST_MILLIS = 5_000;
    /** More than the metadata leader takes, whatever happens. */
    private static final long CHANGE_MILLIS = 60_000;

    private final VoterTransport transport;
    private final Proposer proposer;
    private final ScheduledExecutorService executor;
    private final LongSupplier nanos;

    /**
     * @param proposer knows where to look for the metadata leader
     * @param executor runs pauses and short callbacks, one thread
     */
    public VoterCalls(
            VoterTransport transport, Proposer proposer, ScheduledExecutorService executor, LongSupplier nanos) {
        this.transport = transport;
        this.proposer = proposer;
        this.executor = executor;
        this.nanos = nanos;
    }

    /** The voters as the metadata leader sees them; fails with {@link VoterRefusal}. */
    public CompletableFuture<DescribeVotersResponse> list() {
        return start(new Attempts<>(transport::listVoters, true, LIST_MILLIS));
    }

    /**
     * Changes the voters. A change is not repeated unless it certainly had no effect, since the second one would be refused
     * for the first one's success; fails with {@link VoterRefusal}.
     */
    public CompletableFuture<ChangeVotersResponse> change(ChangeVotersRequest request) {
        return start(new Attempts<>(
                (voter, millis) -> transport.changeVoters(voter, request, millis), false, CHANGE_MILLIS));
    }

    private <T> CompletableFuture<T> start(Attempts<T> attempts) {
        executor.execute(attempts);
        return attempts.outcome;
    }

    /** A call to one voter. */
    private interface Call<T> {
        CompletableFuture<T> to(Endpoint voter, long timeoutMillis);
    }

    private final class Attempts<T> implements Runnable {

        private final Call<T> call;
        private final boolean harmless;
        private final long deadlineNanos;
        private final LeaderSearch search = proposer.search();
        private final CompletableFuture<T> outcome = new CompletableFuture<>();

        Attempts(Call<T> call, boolean harmless, long timeoutMillis) {
            this.call = call;
            this.harmless = harmless;
            this.deadlineNanos = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        }

        @Override
        public void run() {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - nanos.getAsLong());
            if (left <= 0) {
                outcome.completeExceptionally(new VoterRefusal(
                        ErrorReason.ERROR_REASON_NO_METADATA_QUORUM, "No metadata leader answered in time.", Map.of()));
                return;
            }
            call.to(search.next(), left).whenCompleteAsync(this::onAnswer, executor);
        }

        private void onAnswer(@Nullable T answer, @Nullable Throwable problem) {
            if (answer != null) {
                outcome.complete(answer);
                return;
            }
            Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
            ErrorReason reason =
                    cause instanceof VoterRefusal refusal ? refusal.reason() : ErrorReason.ERROR_REASON_UNSPECIFIED;
            if (isElsewhere(reason) || (harmless && reason == ErrorReason.ERROR_REASON_UNSPECIFIED)) {
                search.failed(cause instanceof VoterRefusal refusal ? refusal.leaderHint() : null);
                executor.schedule(this, search.pauseMillis(), TimeUnit.MILLISECONDS);
            } else if (cause instanceof VoterRefusal refusal && reason != ErrorReason.ERROR_REASON_UNSPECIFIED) {
                outcome.completeExceptionally(refusal);
            } else {
                outcome.completeExceptionally(new VoterRefusal(
                        ErrorReason.ERROR_REASON_TIMED_OUT,
                        "It is not known whether the voters changed: the metadata leader's answer did not come.",
                        Map.of()));
            }
        }
    }

    /** That voter did nothing, another one may. */
    private static boolean isElsewhere(ErrorReason reason) {
        return switch (reason) {
            case ERROR_REASON_NOT_METADATA_LEADER, ERROR_REASON_NO_METADATA_QUORUM, ERROR_REASON_BROKER_NOT_READY ->
                true;
            default -> false;
        };
    }
}
