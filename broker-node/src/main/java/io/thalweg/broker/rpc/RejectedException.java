package io.thalweg.broker.rpc;

/** Ends the handling of a request that cannot be served; the service turns it into the answer. Never leaves {@code rpc}. */
public final class RejectedException extends Exception {

    private final transient Failure failure;

    /** Creates the exception for that failure. */
    public RejectedException(Failure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    /** Returns what to answer. */
    public Failure failure() {
        return failure;
    }
}
