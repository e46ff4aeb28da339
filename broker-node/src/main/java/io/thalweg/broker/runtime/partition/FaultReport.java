package io.thalweg.broker.runtime.partition;

/** Tells the metadata that a replica stopped for good, again and again until the image shows it. Only for the loop. */
final class FaultReport {
    private static final long REPEAT_MILLIS = 500;

    private final String cause;
    private boolean known;
    private long dueMillis;

    FaultReport(String cause) {
        this.cause = cause;
    }

    String cause() {
        return cause;
    }

    /** Whether the image has the fault. */
    void known(boolean inImage) {
        known = inImage;
    }

    boolean isOpen() {
        return !known;
    }

    /** Whether to tell it now; then it is due again later. */
    boolean due(long nowMillis) {
        if (known || nowMillis < dueMillis) {
            return false;
        }
        dueMillis = nowMillis + REPEAT_MILLIS;
        return true;
    }
}
