package io.thalweg.broker.storage;

/** The data folder cannot be used. The message says why and what to do about it. */
public final class DataFolderException extends RuntimeException {
    /** Why the folder cannot be used. */
    public enum Reason {
        LOCKED,
        OTHER_CLUSTER,
        OTHER_BROKER,
        NEWER_FORMAT,
        IDENTITY_LOST,
        NOT_WRITABLE
    }

    private final Reason reason;

    DataFolderException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    DataFolderException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
