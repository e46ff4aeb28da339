package io.thalweg.broker.group;

import com.google.re2j.Pattern;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a member wants to read: topics by name, or by one pattern (RE2 syntax: linear time, so a client cannot stall
 * the coordinator), and how its group shares them.
 *
 * @param topics names; empty when {@code pattern} is used. A topic that does not exist yet is picked up when it is created
 * @param pattern matched against whole names; empty when {@code topics} is used
 */
public record Subscription(SortedSet<String> topics, String pattern, GroupAssignor assignor) {
    private static final int MAX_TOPICS = 1_000;

    /** @throws IllegalArgumentException if both or neither are given, or the pattern is not valid */
    public Subscription {
        topics = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(topics));
        Objects.requireNonNull(assignor);
        if (topics.isEmpty() == pattern.isEmpty()) {
            throw new IllegalArgumentException("subscribe to topics or to a pattern, one of the two");
        }
        if (topics.size() > MAX_TOPICS) {
            throw new IllegalArgumentException(
                    "subscribe to at most " + MAX_TOPICS + " topics by name, or to a pattern, not to " + topics.size());
        }
        topics.forEach(topic -> GroupText.require("a topic name", topic));
        if (!pattern.isEmpty()) {
            TopicPattern.compile(pattern);
        }
    }

    /** A subscription by name with the default assignor. */
    public static Subscription toTopics(Collection<String> topics) {
        return new Subscription(new TreeSet<>(topics), "", GroupAssignor.UNIFORM_STICKY);
    }

    /** The topics among {@code catalog} that this subscription covers now, in the catalog's order. */
    List<TopicShape> resolve(Collection<TopicShape> catalog) {
        if (pattern.isEmpty()) {
            return catalog.stream()
                    .filter(topic -> topics.contains(topic.name()))
                    .toList();
        }
        Pattern compiled = TopicPattern.compile(pattern);
        return catalog.stream().filter(topic -> compiled.matches(topic.name())).toList();
    }
}
