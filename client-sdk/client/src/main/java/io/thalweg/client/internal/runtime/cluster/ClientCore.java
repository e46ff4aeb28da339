package io.thalweg.client.internal.runtime.cluster;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ClientSettings;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.routing.PartitionRoute;
import io.thalweg.client.internal.runtime.port.Network;
import io.thalweg.client.internal.runtime.port.ProducerIdentity;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What producers, consumers and the admin service of one client share. Thread-safe. */
public final class ClientCore {
    /** How long a topic may be missing: it may have been created a moment ago. */
    private static final long MISSING_GRACE_NANOS = 1_000_000_000;

    private final ClientSettings settings;
    private final Network network;
    private final Clocks clocks;
    private final Loop loop;
    private final Callbacks callbacks;
    private final ClusterWatch watch;
    private final AtomicLong knownIndex = new AtomicLong();
    private final Map<Long, CompletableFuture<?>> calls = new ConcurrentHashMap<>();
    private final AtomicLong nextCall = new AtomicLong();

    public ClientCore(ClientSettings settings, Network network, Clocks clocks, String name) {
        this.settings = settings;
        this.network = network;
        this.clocks = clocks;
        this.loop = new Loop(name + "-loop");
        this.callbacks = new Callbacks(name + "-callbacks");
        this.watch = new ClusterWatch(network, loop, clocks, settings.bootstrap());
    }

    public ClientSettings settings() {
        return settings;
    }

    public Network network() {
        return network;
    }

    public Clocks clocks() {
        return clocks;
    }

    public Loop loop() {
        return loop;
    }

    public Callbacks callbacks() {
        return callbacks;
    }

    public ClusterWatch watch() {
        return watch;
    }

    /** Index of the newest change that this client made itself; metadata must not be older. */
    public long knownIndex() {
        return knownIndex.get();
    }

    /** This client made a change that is in the metadata from that index on. */
    public void changedAt(long index) {
        knownIndex.accumulateAndGet(index, Math::max);
    }

    /** A new producer id, asked again until there is one. */
    public CompletableFuture<ProducerIdentity> initProducer() {
        return onAny(network::initProducer);
    }

    /** A question that any broker answers. */
    public <T> CompletableFuture<T> onAny(Function<BrokerAddress, CompletableFuture<T>> call) {
        return call(new AnyBroker(), call);
    }

    /** A change that any broker brings about. */
    public <T> CompletableFuture<T> changeOnAny(Function<BrokerAddress, CompletableFuture<T>> call) {
        return change(new AnyBroker(), call);
    }

    /** A question that the leader of a partition answers; its topic must be watched. */
    public <T> CompletableFuture<T> onLeader(
            TopicPartition partition, Function<BrokerAddress, CompletableFuture<T>> call) {
        watch.watch(partition.topic(), knownIndex());
        return call(new Leader(partition), call);
    }

    /** A question along a route, tried again until the request timeout. */
    public <T> CompletableFuture<T> call(RetriedCall.Route route, Function<BrokerAddress, CompletableFuture<T>> call) {
        return start(route, RetriedCall.Effect.NONE, call);
    }

    /** A change along a route, tried again until the request timeout. It fails for certain only if no attempt may have succeeded. */
    public <T> CompletableFuture<T> change(
            RetriedCall.Route route, Function<BrokerAddress, CompletableFuture<T>> call) {
        return start(route, RetriedCall.Effect.CHANGE, call);
    }

    private <T> CompletableFuture<T> start(
            RetriedCall.Route route, RetriedCall.Effect effect, Function<BrokerAddress, CompletableFuture<T>> call) {
        CompletableFuture<T> result =
                RetriedCall.start(loop, clocks, settings.requestTimeout().toMillis(), route, effect, call);
        long number = nextCall.getAndIncrement();
        calls.put(number, result);
        result.whenComplete((value, failure) -> calls.remove(number));
        return result;
    }

    /** Breaks all connections and ends the threads. */
    public void close() {
        watch.close();
        loop.stop(() -> {
            network.close();
            ThalwegException cause = ThalwegException.of(ErrorReason.CLOSED, "the client was closed");
            List.copyOf(calls.values()).forEach(call -> call.completeExceptionally(cause));
            callbacks.stop();
        });
    }

    private final class AnyBroker implements RetriedCall.Route {
        private boolean failed;

        @Override
        public BrokerAddress target() {
            return failed ? watch.anyBroker() : watch.liveBroker();
        }

        @Override
        public boolean learn(BrokerError error) {
            failed = true;
            return false;
        }
    }

    private final class Leader implements RetriedCall.Route {
        private final TopicPartition partition;
        private long missingSince;

        Leader(TopicPartition partition) {
            this.partition = partition;
        }

        @Override
        public @Nullable BrokerAddress target() {
            if (watch.view().isMissing(partition.topic())) {
                missingSince = missingSince == 0 ? clocks.nowNanos() : missingSince;
                if (clocks.nowNanos() - missingSince > MISSING_GRACE_NANOS) {
                    throw ThalwegException.of(
                            ErrorReason.TOPIC_NOT_FOUND,
                            "there is no topic " + partition.topic(),
                            Map.of("topic", partition.topic()),
                            null);
                }
            }
            PartitionRoute route = watch.view().route(partition);
            return route == null ? null : route.address();
        }

        @Override
        public boolean learn(BrokerError error) {
            watch.hint(partition, error);
            return false;
        }
    }
}
