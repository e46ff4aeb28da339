package io.thalweg.client.api.admin;

import org.jspecify.annotations.Nullable;

/**
 * Positions of a partition's log; all -1 if the leader did not answer.
 *
 * @param logStart offset of the first record that is still there
 * @param highWatermark all below it is committed and readable
 * @param logEnd offset that the next record gets
 * @param error why the positions are not known, or null
 */
public record PartitionPositions(
        long logStart,
        long highWatermark,
        long logEnd,
        @Nullable String error) {}
