package io.thalweg.cli.chaos.history;

/** Answer to the question for the end of a partition, and when it was asked. */
public record EndSight(int partition, long invokedNanos, long highWatermark) {}
