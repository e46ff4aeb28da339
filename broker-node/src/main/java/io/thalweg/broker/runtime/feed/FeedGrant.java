package io.thalweg.broker.runtime.feed;

/**
 * A partition's turn to send to a follower.
 *
 * @param maxBytes how much it may read and send; a single larger batch is allowed
 */
public record FeedGrant(FeedWish wish, int maxBytes) {}
