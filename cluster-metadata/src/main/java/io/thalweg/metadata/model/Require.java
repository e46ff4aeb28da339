package io.thalweg.metadata.model;

/** Argument checks of the value records. */
final class Require {

    private Require() {}

    static void atLeast(long value, long minimum, String what) {
        if (value < minimum) {
            throw new IllegalArgumentException(what + " must be at least " + minimum + ", got " + value);
        }
    }

    static void that(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
