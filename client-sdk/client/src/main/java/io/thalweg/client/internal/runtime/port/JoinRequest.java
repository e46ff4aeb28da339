package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.api.consumer.GroupSettings;
import java.util.Set;

/**
 * A member that joins its group.
 *
 * @param settings its membership
 * @param memberId id from an earlier join, empty for a new member
 * @param topics the topics, empty with a pattern
 * @param topicPattern RE2 expression, empty with topics
 */
public record JoinRequest(GroupSettings settings, String memberId, Set<String> topics, String topicPattern) {
    public JoinRequest {
        topics = Set.copyOf(topics);
    }

    public JoinRequest as(String id) {
        return new JoinRequest(settings, id, topics, topicPattern);
    }
}
