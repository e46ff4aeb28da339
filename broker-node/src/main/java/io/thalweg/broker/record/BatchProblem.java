package io.thalweg.broker.record;

/**
 * Why a batch is refused. Nothing of it was stored.
 *
 * @param cause the machine-readable cause
 * @param message for people: what was found and what was expected
 */
public record BatchProblem(Cause cause, String message) implements BatchCheck {
    /** All but {@link #TOO_LARGE} are causes of {@code CORRUPT_BATCH}; that one is {@code RECORD_TOO_LARGE}. */
    public enum Cause {
        LENGTH_MISMATCH,
        UNKNOWN_MAGIC,
        TOO_LARGE,
        CRC_MISMATCH,
        UNKNOWN_CODEC,
        INVALID_HEADER,
        COUNT_MISMATCH
    }
}
