package io.thalweg.client.api.admin;

/**
 * Answer to the question where a position is.
 *
 * @param offset the offset
 * @param timestamp create time of the record there in milliseconds since the epoch, -1 at an end of the log
 * @param logStart offset of the first record that is still there
 * @param highWatermark all below it is committed and readable
 * @param logEnd offset that the next record gets
 */
public record ListedOffset(long offset, long timestamp, long logStart, long highWatermark, long logEnd) {}
