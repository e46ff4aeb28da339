package io.thalweg.client.api.consumer;

/** Where a consumer starts when there is no committed offset, or when its offset no longer exists. */
public enum OffsetReset {
    /** At the first record that is still there: nothing is missed. The default. */
    EARLIEST,
    /** Behind the last record: only what comes from now on. */
    LATEST,
    /** Nowhere: polling throws {@code OFFSET_OUT_OF_RANGE}, and the application seeks. */
    FAIL
}
