package io.thalweg.broker.log;

import io.thalweg.broker.record.LogId;

/**
 * One log holds bytes that are not what was written. Nothing of the damaged batch is served; the replica is reported as
 * faulty and refilled from a holder, and all other logs go on.
 */
public final class LogDamage extends RuntimeException {
    private final LogId log;
    private final long offset;

    /** @param offset base offset of the damaged batch */
    public LogDamage(LogId log, long offset, String what) {
        super("log " + Integer.toUnsignedString(log.partitionUid()) + " is damaged at offset " + offset + ": " + what);
        this.log = log;
        this.offset = offset;
    }

    public LogId log() {
        return log;
    }

    /** Base offset of the damaged batch. */
    public long offset() {
        return offset;
    }
}
