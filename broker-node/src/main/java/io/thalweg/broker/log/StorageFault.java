package io.thalweg.broker.log;

import org.jspecify.annotations.Nullable;

/**
 * The store can no longer promise anything: an I/O error, a failed sync, a background error. Whoever meets it stops the
 * process at once, because what the disk holds is unknown from here on; nothing is retried and nothing is answered.
 */
public final class StorageFault extends RuntimeException {
    private final boolean noSpace;

    public StorageFault(String message, Throwable cause) {
        this(message, cause, false);
    }

    public StorageFault(String message) {
        super(message);
        this.noSpace = false;
    }

    private StorageFault(String message, @Nullable Throwable cause, boolean noSpace) {
        super(message, cause);
        this.noSpace = noSpace;
    }

    /** A write found the disk full. What was written before is as safe as ever: nothing is lost by a restart. */
    public static StorageFault diskFull(String message, @Nullable Throwable cause) {
        return new StorageFault(message, cause, true);
    }

    /** Whether it is {@link #diskFull}. */
    public boolean isDiskFull() {
        return noSpace;
    }
}
