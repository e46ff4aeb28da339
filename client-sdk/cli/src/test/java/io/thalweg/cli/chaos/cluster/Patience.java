package io.thalweg.cli.chaos.cluster;

import io.thalweg.client.api.ThalwegException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Waits for what no event tells of: what other processes say when they are asked. Thread-safe. */
public final class Patience {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    private Patience() {}

    /**
     * Returns when the condition holds; a cluster that cannot answer is asked again.
     *
     * @param what names the condition in the failure
     * @param limit tells a hang from slowness
     * @throws org.awaitility.core.ConditionTimeoutException when it does not hold within the limit
     */
    public static void await(String what, Duration limit, BooleanSupplier condition) {
        Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_QUESTIONS)
                .atMost(limit)
                .ignoreExceptionsMatching(Patience::isNoAnswer)
                .until(condition::getAsBoolean);
    }

    private static boolean isNoAnswer(Throwable problem) {
        return problem instanceof CompletionException || problem instanceof ThalwegException;
    }
}
