package io.thalweg.broker.rpc;

import io.thalweg.proto.v1.ErrorReason;
import java.util.Map;

/**
 * A failure on its way to a client.
 *
 * @param reason documented reason
 * @param message what happened in this case, one sentence
 * @param details the keys that {@code error.proto} names for the reason
 */
public record Failure(ErrorReason reason, String message, Map<String, String> details) {

    /** Copies the details. */
    public Failure {
        details = Map.copyOf(details);
    }

    /** Creates a failure without details. */
    public static Failure of(ErrorReason reason, String message) {
        return new Failure(reason, message, Map.of());
    }

    /** Creates the failure of a malformed request. */
    public static Failure invalid(String message) {
        return of(ErrorReason.ERROR_REASON_INVALID_REQUEST, message);
    }
}
