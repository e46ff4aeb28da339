package io.thalweg.broker.log;

/**
 * The stored positions of a log, {@code logStart <= appliedOffset <= highWatermark <= logEnd}.
 *
 * @param logStart first offset that is kept
 * @param highWatermark everything below is committed; may lag behind the one in memory
 * @param appliedOffset the derived tables hold exactly the records below it
 */
public record LogState(long logStart, long highWatermark, long appliedOffset) {
    /** The state of a new log. */
    public static final LogState EMPTY = new LogState(0, 0, 0);

    public LogState {
        if (logStart < 0 || appliedOffset < logStart || highWatermark < appliedOffset) {
            throw new IllegalArgumentException("not 0 <= logStart <= appliedOffset <= highWatermark: " + logStart + ", "
                    + appliedOffset + ", " + highWatermark);
        }
    }
}
