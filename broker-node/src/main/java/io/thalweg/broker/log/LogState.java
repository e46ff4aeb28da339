package io.thalweg.broker.log;

/**
 * The stored positions of a log, {@code logStart <= appliedOffset <= highWatermark <= logEnd}.
 *
 * @param logStart first offset that is kept
 * @param highWatermark everything below is committed; may lag behind the one in memory
 * @param appliedOffset the derived tables hold exactly the records below it
 * @param watermarkEpoch leader epoch in which this high watermark was learned, 0 if that is not known
 */
public record LogState(long logStart, long highWatermark, long appliedOffset, long watermarkEpoch) {
    /** The state of a new log. */
    public static final LogState EMPTY = new LogState(0, 0, 0);

    public LogState {
        if (logStart < 0 || appliedOffset < logStart || highWatermark < appliedOffset) {
            throw new IllegalArgumentException("not 0 <= logStart <= appliedOffset <= highWatermark: " + logStart + ", "
                    + appliedOffset + ", " + highWatermark);
        }
        if (watermarkEpoch < 0) {
            throw new IllegalArgumentException("the epoch of a high watermark is negative: " + watermarkEpoch);
        }
    }

    /** Positions whose high watermark was learned in an unknown epoch. */
    public LogState(long logStart, long highWatermark, long appliedOffset) {
        this(logStart, highWatermark, appliedOffset, 0);
    }
}
