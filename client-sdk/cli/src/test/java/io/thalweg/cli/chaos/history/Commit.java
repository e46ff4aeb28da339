package io.thalweg.cli.chaos.history;

/** A member committed the offset of one partition. */
public record Commit(
        String member, int partition, long offset, long invokedNanos, long completedNanos, Outcome outcome) {}
