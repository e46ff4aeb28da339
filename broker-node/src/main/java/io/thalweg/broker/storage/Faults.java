package io.thalweg.broker.storage;

import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.storage.journal.NoRoomException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The failures of a store: the first one is final, told to the listener once and thrown from every later call. While the
 * store is being opened they are only thrown. Thread-safe.
 */
final class Faults {
    /**
     * In the messages of all syncs, RocksDB's included. One that fails is never harmless, whatever its cause: the system may
     * have dropped what it did not write.
     */
    private static final String SYNC = "sync";

    private final AtomicReference<@Nullable StorageFault> first = new AtomicReference<>();
    private final Consumer<StorageFault> onFault;
    private volatile boolean opened;

    Faults(Consumer<StorageFault> onFault) {
        this.onFault = onFault;
    }

    /** The store is open: from now on the listener is told. */
    void announceFromNowOn() {
        opened = true;
    }

    /** @throws StorageFault if there was a failure before */
    void failIfFaulty() {
        StorageFault known = first.get();
        if (known != null) {
            throw new StorageFault("the store failed before: " + known.getMessage(), known);
        }
    }

    /** Remembers and announces the fault, and returns it to be thrown. */
    StorageFault fail(String what, Exception cause) {
        StorageFault found = of(what, cause);
        if (first.compareAndSet(null, found) && opened) {
            onFault.accept(found);
        }
        return found;
    }

    /** The fault, neither remembered nor announced. */
    static StorageFault of(String what, Exception cause) {
        String message = what + ": " + (cause.getMessage() == null ? cause : cause.getMessage());
        return isNoSpace(cause) && !message.contains(SYNC)
                ? StorageFault.diskFull(message, cause)
                : new StorageFault(message, cause);
    }

    private static boolean isNoSpace(Exception e) {
        if (e instanceof NoRoomException) {
            return true;
        }
        Status status = e instanceof RocksDBException problem ? problem.getStatus() : null;
        return status != null && status.getSubCode() == Status.SubCode.NoSpace;
    }

    static boolean isCorruption(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getCode() == Status.Code.Corruption;
    }
}
