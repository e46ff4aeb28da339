package io.thalweg.broker.app.http;

/**
 * Whether this broker wants traffic.
 *
 * @param ready true when it serves
 * @param reason one word or sentence for the operator
 */
public record Readiness(boolean ready, String reason) {

    /** The broker serves. */
    public static Readiness serving() {
        return new Readiness(true, "ready");
    }

    /** The broker does not serve. */
    public static Readiness not(String reason) {
        return new Readiness(false, reason);
    }
}
