package io.thalweg.broker.runtime.partition;

import io.thalweg.metadata.image.Succession;
import io.thalweg.metadata.model.BrokerId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a leader tries to hand its partition to another replica: at once while its broker drains, else when the
 * preferred replica has been fit to lead for some seconds. After an attempt it waits as long again. Pure.
 */
final class LeaderSuccession {
    /** How long a preferred replica must have been fit before leadership goes back to it. */
    static final long SETTLE_MILLIS = 5_000;

    private @Nullable Succession wanted;
    private long sinceMillis;

    /** The image wants this, or nothing. */
    void want(@Nullable Succession succession, long nowMillis) {
        if (!Objects.equals(wanted, succession)) {
            wanted = succession;
            sinceMillis = nowMillis;
        }
    }

    /** Whether there is something to wait for. */
    boolean isWanted() {
        return wanted != null;
    }

    /** The broker to hand over to now, or null. */
    @Nullable
    BrokerId due(long nowMillis) {
        Succession succession = wanted;
        if (succession == null || (!succession.atOnce() && nowMillis - sinceMillis < SETTLE_MILLIS)) {
            return null;
        }
        sinceMillis = nowMillis;
        return succession.target();
    }
}
