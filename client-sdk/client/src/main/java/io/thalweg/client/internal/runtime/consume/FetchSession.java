package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.ListedOffset;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.FetchSettings;
import io.thalweg.client.api.consumer.OffsetReset;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.routing.ClusterView;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import io.thalweg.client.internal.runtime.cluster.Loop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps the partitions of one consumer open at their leaders. The first methods may be called by the polling thread; the rest belongs to the client's loop. */
final class FetchSession {
    private static final long SMALLEST_WINDOW = 64 << 10;

    private final ClientCore core;
    private final FetchSettings settings;
    private final FetchBuffer buffer;
    private final Function<Set<TopicPartition>, CompletableFuture<Map<TopicPartition, CommittedOffset>>> committed;
    private final Map<TopicPartition, PartitionFetch> fetches = new HashMap<>();
    private final Map<BrokerAddress, FetchLane> lanes = new HashMap<>();
    private final Consumer<ClusterView> viewListener = this::viewChanged;

    FetchSession(
            ClientCore core,
            FetchSettings settings,
            FetchBuffer buffer,
            Function<Set<TopicPartition>, CompletableFuture<Map<TopicPartition, CommittedOffset>>> committed) {
        this.core = core;
        this.settings = settings;
        this.buffer = buffer;
        this.committed = committed;
        core.watch().addListener(viewListener);
    }

    // --- Called by the polling thread. ---

    /** Reads a partition from there on; what was read of it before is stale. */
    void start(TopicPartition partition, int generation, StartAt start) {
        core.watch().watch(partition.topic(), core.knownIndex());
        core.loop().execute(() -> {
            PartitionFetch fetch = new PartitionFetch(this, partition, generation);
            PartitionFetch before = fetches.put(partition, fetch);
            if (before != null) {
                before.stop();
            }
            fetch.start(start);
        });
    }

    void stop(TopicPartition partition) {
        core.loop().execute(() -> {
            PartitionFetch fetch = fetches.remove(partition);
            if (fetch != null) {
                fetch.stop();
            }
        });
    }

    /** Data of this entry are done with. */
    void consumed(FetchEntry.Data entry) {
        core.loop().execute(() -> entry.lane().consumed(entry.data().length()));
    }

    void close() {
        core.watch().removeListener(viewListener);
        core.loop().execute(() -> {
            fetches.values().forEach(PartitionFetch::stop);
            fetches.clear();
            lanes.values().forEach(FetchLane::close);
            lanes.clear();
        });
    }

    // --- Called on the loop. ---

    private void viewChanged(ClusterView view) {
        List.copyOf(fetches.values()).forEach(fetch -> fetch.viewChanged(view));
    }

    Loop loop() {
        return core.loop();
    }

    ClusterView view() {
        return core.watch().view();
    }

    OffsetReset resetPolicy() {
        return settings.reset();
    }

    FetchLane lane(BrokerAddress broker) {
        return lanes.computeIfAbsent(broker, address -> {
            int brokers = Math.max(1, view().brokers().size());
            long window = Math.max(SMALLEST_WINDOW, settings.bufferMemory() / brokers);
            return new FetchLane(address, core.network(), core.loop(), window);
        });
    }

    /** A partition has left this lane. */
    void release(FetchLane lane) {
        if (lane.isUnused() && lanes.remove(lane.broker(), lane)) {
            lane.close();
        }
    }

    CompletableFuture<ListedOffset> locate(TopicPartition partition, Position position) {
        return core.onLeader(partition, leader -> core.network().reads().listOffset(leader, partition, position));
    }

    CompletableFuture<Map<TopicPartition, CommittedOffset>> committed(TopicPartition partition) {
        return committed.apply(Set.of(partition));
    }

    void hint(TopicPartition partition, BrokerError error) {
        core.watch().hint(partition, error);
    }

    void located(TopicPartition partition, int generation, long offset) {
        buffer.add(new FetchEntry.Located(partition, generation, offset));
    }

    void received(FetchEntry.Data data) {
        buffer.add(data);
    }

    void failed(TopicPartition partition, int generation, ThalwegException cause) {
        buffer.add(new FetchEntry.Failed(partition, generation, cause));
    }
}
