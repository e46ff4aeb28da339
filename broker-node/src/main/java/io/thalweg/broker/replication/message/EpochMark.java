package io.thalweg.broker.replication.message;

/**
 * Where a leader epoch begins in a log.
 *
 * @param epoch the leader epoch, above 0
 * @param firstOffset base offset of its first batch, or, for the oldest entry of a log whose earlier part is gone, an
 *     offset inside the epoch
 * @param chain chain hash of everything below {@code firstOffset}
 */
public record EpochMark(long epoch, long firstOffset, long chain) {}
