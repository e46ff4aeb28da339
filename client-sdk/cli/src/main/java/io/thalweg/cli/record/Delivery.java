package io.thalweg.cli.record;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Counts what became of the records of one run, and bounds how many are on their way. Sends come from one thread,
 * outcomes from the library's.
 */
final class Delivery {
    private static final int MOST_IN_FLIGHT = 20_000;

    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private long delivered;
    private long failed;
    private @Nullable ThalwegException first;

    /** Waits until a further record may be sent. */
    void begin() throws InterruptedException {
        inFlight.acquire();
    }

    /** The outcome of one record. */
    synchronized void outcome(@Nullable Throwable failure) {
        inFlight.release();
        if (failure == null) {
            delivered++;
            return;
        }
        failed++;
        if (first == null) {
            first = ThalwegException.from(failure);
        }
    }

    synchronized long delivered() {
        return delivered;
    }

    synchronized long failed() {
        return failed;
    }

    /** The first failure, or null. */
    synchronized @Nullable ThalwegException first() {
        return first;
    }

    /** A failure that the next record would share; a record that is too large concerns itself only. */
    synchronized boolean hopeless() {
        return first != null && first.reason() != ErrorReason.RECORD_TOO_LARGE;
    }
}
