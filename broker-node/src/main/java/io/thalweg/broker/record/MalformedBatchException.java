package io.thalweg.broker.record;

/** The bytes of a batch cannot be read: not this format, not what the header says, or larger than allowed. */
public final class MalformedBatchException extends RuntimeException {
    public MalformedBatchException(String message) {
        super(message);
    }

    public MalformedBatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
