package io.thalweg.broker.log;

/** Something cannot be kept in quarantine. Nothing was lost by that: what was to be copied stays where it is. */
public final class QuarantineFailure extends RuntimeException {
    public QuarantineFailure(String message, Throwable cause) {
        super(message, cause);
    }

    public QuarantineFailure(String message) {
        super(message);
    }
}
