package io.thalweg.cli.chaos.history;

import java.util.Set;

/** The names of all topics, asked for by the client that changes them. */
public record TopicSight(long invokedNanos, long completedNanos, Set<String> topics) {
    public TopicSight {
        topics = Set.copyOf(topics);
    }
}
