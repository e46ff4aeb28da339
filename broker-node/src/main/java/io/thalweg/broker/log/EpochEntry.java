package io.thalweg.broker.log;

/**
 * Where a leader epoch begins in a log.
 *
 * @param epoch the leader epoch
 * @param firstOffset base offset of its first batch
 * @param chain chain hash of everything below {@code firstOffset}
 */
public record EpochEntry(long epoch, long firstOffset, long chain) {}
