package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupSummary;
import io.thalweg.client.api.consumer.CommittedOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Single calls about groups. Any broker finds the coordinator; all the rest goes to it. Topic ids are given by name, because offsets belong to a topic's id. */
public interface GroupCalls {
    CompletableFuture<BrokerAddress> findCoordinator(BrokerAddress broker, String group);

    CompletableFuture<Void> commit(
            BrokerAddress coordinator,
            String group,
            MemberIdentity member,
            Map<TopicPartition, CommittedOffset> offsets,
            Map<String, UUID> topicIds);

    /** Offsets of topics that are not in {@code topicIds} are left out. */
    CompletableFuture<Map<TopicPartition, CommittedOffset>> committed(
            BrokerAddress coordinator, String group, Set<TopicPartition> partitions, Map<String, UUID> topicIds);

    /** The groups that this broker coordinates. */
    CompletableFuture<List<GroupSummary>> list(BrokerAddress broker);

    CompletableFuture<GroupDescription> describe(BrokerAddress coordinator, String group, Map<String, UUID> topicIds);

    CompletableFuture<Void> reset(
            BrokerAddress coordinator,
            String group,
            Map<TopicPartition, CommittedOffset> offsets,
            Map<String, UUID> topicIds);

    CompletableFuture<Void> delete(BrokerAddress coordinator, String group);
}
