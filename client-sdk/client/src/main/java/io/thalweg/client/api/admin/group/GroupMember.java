package io.thalweg.client.api.admin.group;

import io.thalweg.client.api.TopicPartition;
import java.util.Set;

/**
 * A member of a group.
 *
 * @param memberId given by the coordinator
 * @param staticId the name it chose, empty for none
 * @param clientId name of its client
 * @param host where it connects from
 * @param memberEpoch grows with every assignment
 * @param owned the partitions that it owns
 */
public record GroupMember(
        String memberId, String staticId, String clientId, String host, long memberEpoch, Set<TopicPartition> owned) {
    public GroupMember {
        owned = Set.copyOf(owned);
    }
}
