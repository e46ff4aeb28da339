package io.thalweg.broker.replication;

/** Checks of what can never be; they stay on. A failure is a bug and stops the replica's loop. */
final class Invariant {
    private Invariant() {}

    static void check(boolean holds, String claim) {
        if (!holds) {
            throw new IllegalStateException("violated: " + claim);
        }
    }
}
