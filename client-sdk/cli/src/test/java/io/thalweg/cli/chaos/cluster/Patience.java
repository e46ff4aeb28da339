package io.thalweg.cli.chaos.cluster;

import io.thalweg.client.api.ThalwegException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for what no event tells of: what other processes say when they are asked. Thread-safe. */
public final class Patience {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    private Patience() {}

    /**
     * Returns when the condition holds; a cluster that cannot answer is asked again.
     *
     * @param what names the condition in the failure
     * @param limit tells a hang from slowness
     * @throws ConditionTimeoutException when it does not hold within the limit
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

    /**
     * Returns when the condition holds or the time is over, whichever comes first: for what should end early if it can.
     *
     * @return whether the condition holds
     */
    public static boolean until(Duration time, BooleanSupplier condition) {
        if (time.isZero()) {
            return condition.getAsBoolean();
        }
        try {
            await("an early end", time, condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static boolean isNoAnswer(Throwable problem) {
        return problem instanceof CompletionException || problem instanceof ThalwegException;
    }
}
