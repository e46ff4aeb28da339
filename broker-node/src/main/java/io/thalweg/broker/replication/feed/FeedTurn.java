package io.thalweg.broker.replication.feed;

/**
 * A partition's turn to send.
 *
 * @param slot the partition uid
 * @param maxBytes how many bytes it may read, above 0; a single larger batch is allowed
 */
public record FeedTurn(int slot, int maxBytes) {}
