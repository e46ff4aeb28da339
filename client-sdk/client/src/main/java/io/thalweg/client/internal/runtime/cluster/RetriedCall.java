package io.thalweg.client.internal.runtime.cluster;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.internal.retry.Backoff;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.retry.Verdict;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request that is tried again, here or elsewhere, until it succeeds, is refused, or its deadline has passed. Runs on the loop. */
public final class RetriedCall<T> {
    private final Loop loop;
    private final Clocks clocks;
    private final long deadlineNanos;
    private final Route route;
    private final Effect effect;
    private final Function<BrokerAddress, CompletableFuture<T>> attempt;
    private final Backoff backoff = new Backoff();
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable BrokerError last;
    /** Why an attempt may have taken effect although it failed, or null. */
    private @Nullable BrokerError doubt;

    /** What a request does. */
    public enum Effect {
        /** It changes nothing, so only the last attempt counts. */
        NONE,
        /** It changes the cluster: once an attempt had an unknown outcome, so has the call, whatever later attempts are told. */
        CHANGE
    }

    private RetriedCall(
            Loop loop,
            Clocks clocks,
            long timeoutMillis,
            Route route,
            Effect effect,
            Function<BrokerAddress, CompletableFuture<T>> attempt) {
        this.loop = loop;
        this.clocks = clocks;
        this.deadlineNanos = clocks.nowNanos() + timeoutMillis * 1_000_000;
        this.route = route;
        this.effect = effect;
        this.attempt = attempt;
    }

    /** Where the next attempt goes, and what an error taught. Called on the loop. */
    public interface Route {
        /**
         * The broker to ask, or null if there is none at the moment.
         *
         * @throws ThalwegException if there will be none
         */
        @Nullable
        BrokerAddress target();

        /** An attempt failed; true if the next one should follow at once, because it will go to a better place. */
        default boolean learn(BrokerError error) {
            return false;
        }

        /** Why there is no broker to ask, or null if that is not known. */
        default @Nullable BrokerError problem() {
            return null;
        }

        /** Whether this error ends the call. */
        default boolean isFinal(BrokerError error) {
            return Verdict.of(error.reason()) == Verdict.GIVE_UP;
        }
    }

    /** Starts the call; the future completes on the loop or on a thread of the network. */
    public static <T> CompletableFuture<T> start(
            Loop loop,
            Clocks clocks,
            long timeoutMillis,
            Route route,
            Effect effect,
            Function<BrokerAddress, CompletableFuture<T>> attempt) {
        RetriedCall<T> call = new RetriedCall<>(loop, clocks, timeoutMillis, route, effect, attempt);
        if (!loop.execute(call::attempt)) {
            call.result.completeExceptionally(closed());
        }
        return call.result;
    }

    private void attempt() {
        if (clocks.nowNanos() - deadlineNanos >= 0) {
            fail(expired());
            return;
        }
        BrokerAddress target;
        try {
            target = route.target();
        } catch (ThalwegException e) {
            fail(e);
            return;
        }
        if (target == null) {
            loop.after(backoff.nextMillis(), this::attempt);
            return;
        }
        attempt.apply(target).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else if (!loop.execute(() -> failed(BrokerError.from(failure)))) {
                fail(closed());
            }
        });
    }

    private void failed(BrokerError error) {
        last = error;
        if (effect == Effect.CHANGE && error.reason().outcomeUnknown()) {
            doubt = error;
        }
        boolean atOnce = route.learn(error);
        if (route.isFinal(error)) {
            fail(error.toException());
        } else if (atOnce) {
            loop.execute(this::attempt);
        } else {
            loop.after(backoff.nextMillis(), this::attempt);
        }
    }

    private void fail(ThalwegException cause) {
        BrokerError earlier = doubt;
        result.completeExceptionally(
                earlier == null || cause.outcomeUnknown()
                        ? cause
                        : ThalwegException.of(
                                earlier.reason(),
                                "an earlier attempt may have succeeded; the last one failed with " + cause.reason()
                                        + ": " + cause.getMessage(),
                                cause.details(),
                                cause));
    }

    private static ThalwegException closed() {
        return ThalwegException.of(ErrorReason.CLOSED, "the client is closed");
    }

    private ThalwegException expired() {
        BrokerError known = last != null ? last : route.problem();
        if (known == null) {
            return ThalwegException.of(ErrorReason.TIMED_OUT, "no broker to ask was found in time");
        }
        return ThalwegException.of(
                known.reason(),
                "gave up after retries; the last attempt said: " + known.message(),
                Map.copyOf(known.details()),
                null);
    }
}
