package io.thalweg.client.internal.runtime.group;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.routing.TopicRoute;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import io.thalweg.client.internal.runtime.cluster.CoordinatorRoute;
import io.thalweg.client.internal.runtime.cluster.RetriedCall;
import io.thalweg.client.internal.runtime.port.MemberIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commits and reads the offsets of one group. Thread-safe. Commits reach the coordinator one after the other, in the order of their calls. */
public final class GroupOffsets {
    private final ClientCore core;
    private final String group;
    private final CoordinatorRoute route;
    private final Supplier<@Nullable MemberIdentity> member;
    private CompletableFuture<Void> last = CompletableFuture.allOf();

    /** {@code member} says who commits, or null while the consumer is out of its group. */
    public GroupOffsets(ClientCore core, String group, Supplier<@Nullable MemberIdentity> member) {
        this.core = core;
        this.group = group;
        this.route = new CoordinatorRoute(core, group);
        this.member = member;
    }

    public synchronized CompletableFuture<Void> commit(Map<TopicPartition, CommittedOffset> offsets) {
        Map<TopicPartition, CommittedOffset> copy = Map.copyOf(offsets);
        CompletableFuture<Void> mine = copy.isEmpty()
                ? last.handle((done, failure) -> failure).thenAccept(ignored -> {})
                : last.handle((done, failure) -> failure).thenCompose(ignored -> send(copy));
        last = mine;
        return mine;
    }

    private CompletableFuture<Void> send(Map<TopicPartition, CommittedOffset> offsets) {
        Set<String> topics = topicsOf(offsets.keySet());
        return core.change(new WhenKnown(topics), coordinator -> {
            MemberIdentity identity = member.get();
            if (identity == null) {
                return CompletableFuture.failedFuture(ThalwegException.of(
                        ErrorReason.UNKNOWN_MEMBER,
                        "the consumer is not a member of group " + group + " at the moment"));
            }
            return core.network().groups().commit(coordinator, group, identity, offsets, idsOf(topics));
        });
    }

    public CompletableFuture<Map<TopicPartition, CommittedOffset>> committed(Set<TopicPartition> partitions) {
        Set<String> topics = topicsOf(partitions);
        return core.call(
                new WhenKnown(topics),
                coordinator -> core.network().groups().committed(coordinator, group, partitions, idsOf(topics)));
    }

    private Set<String> topicsOf(Set<TopicPartition> partitions) {
        Set<String> topics = new HashSet<>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        topics.forEach(topic -> core.watch().watch(topic, core.knownIndex()));
        return topics;
    }

    private Map<String, UUID> idsOf(Set<String> topics) {
        Map<String, UUID> ids = new HashMap<>();
        for (String topic : topics) {
            TopicRoute known = core.watch().view().topic(topic);
            if (known != null) {
                ids.put(topic, known.id());
            }
        }
        return ids;
    }

    /** The coordinator, but only once all topics are known, because offsets go by topic id. */
    private final class WhenKnown implements RetriedCall.Route {
        private final Set<String> topics;

        WhenKnown(Set<String> topics) {
            this.topics = topics;
        }

        @Override
        public @Nullable BrokerAddress target() {
            return idsOf(topics).size() < topics.size() ? null : route.target();
        }

        @Override
        public @Nullable BrokerError problem() {
            return route.problem();
        }

        @Override
        public boolean learn(BrokerError error) {
            return route.learn(error);
        }
    }
}
