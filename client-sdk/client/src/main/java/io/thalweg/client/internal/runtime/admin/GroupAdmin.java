package io.thalweg.client.internal.runtime.admin;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.ListedOffset;
import io.thalweg.client.api.admin.TopicSummary;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupSummary;
import io.thalweg.client.api.admin.group.OffsetPlan;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import io.thalweg.client.internal.runtime.cluster.CoordinatorRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The part of the admin service that deals with groups. */
final class GroupAdmin {
    private final ClientCore core;
    private final Function<Map<TopicPartition, Position>, CompletableFuture<Map<TopicPartition, ListedOffset>>> locate;

    GroupAdmin(
            ClientCore core,
            Function<Map<TopicPartition, Position>, CompletableFuture<Map<TopicPartition, ListedOffset>>> locate) {
        this.core = core;
        this.locate = locate;
    }

    /** Asks every broker, because each knows the groups that it coordinates. */
    CompletableFuture<List<GroupSummary>> list() {
        return core.onAny(broker -> core.network().admin().describeCluster(broker))
                .thenCompose(cluster -> {
                    List<CompletableFuture<List<GroupSummary>>> asked = new ArrayList<>();
                    cluster.brokers().stream()
                            .filter(broker -> broker.leaders() > 0)
                            .forEach(broker -> asked.add(core.network().groups().list(broker.address())));
                    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                            .thenApply(all -> merged(asked));
                });
    }

    private static List<GroupSummary> merged(List<CompletableFuture<List<GroupSummary>>> answers) {
        Map<String, GroupSummary> byName = new HashMap<>();
        answers.forEach(answer -> answer.join().forEach(group -> byName.put(group.group(), group)));
        return byName.values().stream()
                .sorted(Comparator.comparing(GroupSummary::group))
                .toList();
    }

    CompletableFuture<GroupDescription> describe(String group) {
        return topicIds()
                .thenCompose(ids -> onCoordinator(
                        group, coordinator -> core.network().groups().describe(coordinator, group, ids)));
    }

    CompletableFuture<OffsetPlan> planReset(String group, List<String> topics, Position position) {
        return topics().thenCompose(all -> describe(group).thenCompose(described -> {
            Set<String> chosen = new HashSet<>(topics);
            if (chosen.isEmpty()) {
                described.committed().keySet().forEach(partition -> chosen.add(partition.topic()));
            }
            Map<TopicPartition, Position> questions = new HashMap<>();
            for (TopicSummary topic : all) {
                for (int i = 0; i < topic.partitions() && chosen.contains(topic.name()); i++) {
                    questions.put(new TopicPartition(topic.name(), i), position);
                }
            }
            return locate.apply(questions).thenApply(listed -> plan(described, listed));
        }));
    }

    private static OffsetPlan plan(GroupDescription group, Map<TopicPartition, ListedOffset> listed) {
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<TopicPartition, Long> to = new HashMap<>();
        listed.forEach((partition, position) -> {
            CommittedOffset committed = group.committed().get(partition);
            if (committed != null) {
                from.put(partition, committed.offset());
            }
            long inside = Math.max(position.logStart(), Math.min(position.offset(), position.highWatermark()));
            to.put(partition, inside);
        });
        return new OffsetPlan(group.group(), from, to);
    }

    CompletableFuture<Void> applyReset(OffsetPlan plan) {
        Map<TopicPartition, CommittedOffset> offsets = new HashMap<>();
        plan.to().forEach((partition, offset) -> offsets.put(partition, CommittedOffset.of(offset)));
        return topicIds()
                .thenCompose(ids -> changeOnCoordinator(
                        plan.group(),
                        coordinator -> core.network().groups().reset(coordinator, plan.group(), offsets, ids)));
    }

    CompletableFuture<Void> delete(String group) {
        return changeOnCoordinator(group, coordinator -> core.network().groups().delete(coordinator, group));
    }

    private <T> CompletableFuture<T> onCoordinator(String group, Function<BrokerAddress, CompletableFuture<T>> call) {
        return core.call(new CoordinatorRoute(core, group), call);
    }

    private <T> CompletableFuture<T> changeOnCoordinator(
            String group, Function<BrokerAddress, CompletableFuture<T>> call) {
        return core.change(new CoordinatorRoute(core, group), call);
    }

    private CompletableFuture<List<TopicSummary>> topics() {
        return core.onAny(broker -> core.network().admin().listTopics(broker, false, core.knownIndex()));
    }

    private CompletableFuture<Map<String, UUID>> topicIds() {
        return topics().thenApply(topics -> {
            Map<String, UUID> ids = new HashMap<>();
            topics.forEach(topic -> ids.put(topic.name(), topic.topicId()));
            return ids;
        });
    }
}
