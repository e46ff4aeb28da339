package io.thalweg.broker.log;

/**
 * The store can no longer promise anything: an I/O error, a failed sync, a background error. Whoever meets it stops the
 * process at once, because what the disk holds is unknown from here on; nothing is retried and nothing is answered.
 */
public final class StorageFault extends RuntimeException {
    public StorageFault(String message, Throwable cause) {
        super(message, cause);
    }

    public StorageFault(String message) {
        super(message);
    }
}
