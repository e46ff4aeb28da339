package io.thalweg.broker.simulation;

/** An invariant does not hold. */
final class Violation extends RuntimeException {
    Violation(String invariant, String message) {
        super(invariant + ": " + message);
    }
}
