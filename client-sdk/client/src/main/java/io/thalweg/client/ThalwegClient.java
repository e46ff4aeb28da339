package io.thalweg.client;

import io.thalweg.client.api.ClientSettings;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerBuilder;
import io.thalweg.client.api.consumer.ConsumerSettings;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerBuilder;
import io.thalweg.client.api.producer.ProducerSettings;
import io.thalweg.client.api.serde.Deserializer;
import io.thalweg.client.api.serde.Serializer;
import io.thalweg.client.internal.batching.Murmur2Partitioner;
import io.thalweg.client.internal.rpc.GrpcNetwork;
import io.thalweg.client.internal.runtime.admin.ClusterAdmin;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import io.thalweg.client.internal.runtime.cluster.Clocks;
import io.thalweg.client.internal.runtime.consume.PollConsumer;
import io.thalweg.client.internal.runtime.produce.BackgroundProducer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connection to a cluster, and the entry point of the library. Thread-safe; one per cluster and process is enough. It survives the loss of any broker,
 * those it was given to begin with included.
 */
public final class ThalwegClient implements AutoCloseable {
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final ClientCore core;
    private final Admin admin;
    private final String name;
    private final AtomicInteger children = new AtomicInteger();
    private final Set<Producer<?, ?>> producers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ThalwegClient(ClientSettings settings) {
        name = "thalweg-" + CLIENTS.incrementAndGet();
        Clocks clocks = new Clocks(System::currentTimeMillis, System::nanoTime);
        core = new ClientCore(settings, new GrpcNetwork(settings), clocks, name);
        admin = new ClusterAdmin(core);
    }

    /**
     * Connects with default settings.
     *
     * @param bootstrap brokers to begin with, as {@code HOST:PORT[,HOST:PORT]}; one that answers is enough
     * @throws ThalwegException with {@code UNREACHABLE} when none answered within 10 s
     */
    public static ThalwegClient connect(String bootstrap) {
        return builder().bootstrap(bootstrap).connect();
    }

    public static ThalwegClientBuilder builder() {
        return new ThalwegClientBuilder();
    }

    static ThalwegClient connect(ClientSettings settings) {
        ThalwegClient client = new ThalwegClient(settings);
        try {
            client.core.watch().start().get(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return client;
        } catch (TimeoutException | ExecutionException e) {
            ThalwegException cause = client.core.watch().unreachable().join();
            client.close();
            throw cause;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.close();
            throw ThalwegException.of(ErrorReason.UNREACHABLE, "interrupted while connecting");
        }
    }

    /** Begins a producer for keys and values of these formats. It is closed with the client, if not before. */
    public <K, V> ProducerBuilder<K, V> producer(
            Serializer<? super K> keySerializer, Serializer<? super V> valueSerializer) {
        return new ProducerBuilder<>(keySerializer, valueSerializer, new Murmur2Partitioner(), this::start);
    }

    private <K, V> Producer<K, V> start(ProducerSettings<K, V> settings) {
        requireOpen();
        AtomicReference<Producer<K, V>> self = new AtomicReference<>();
        Producer<K, V> producer = new BackgroundProducer<>(
                core,
                settings,
                name + "-producer-" + children.incrementAndGet(),
                ThreadLocalRandom.current().nextInt(1 << 16),
                () -> producers.remove(self.get()));
        self.set(producer);
        producers.add(producer);
        return producer;
    }

    /** Begins a consumer for keys and values of these formats. Close it before the client, by the thread that polls. */
    public <K, V> ConsumerBuilder<K, V> consumer(
            Deserializer<? extends K> keyDeserializer, Deserializer<? extends V> valueDeserializer) {
        return new ConsumerBuilder<>(keyDeserializer, valueDeserializer, this::start);
    }

    private <K, V> Consumer<K, V> start(ConsumerSettings<K, V> settings) {
        requireOpen();
        return new PollConsumer<>(core, settings);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw ThalwegException.of(ErrorReason.CLOSED, "the client is closed");
        }
    }

    /** The admin service; lives as long as the client. */
    public Admin admin() {
        return admin;
    }

    /** Id of the cluster. */
    public String clusterId() {
        return core.watch().view().clusterId();
    }

    /** Closes the producers that are still open, delivering what they hold, and all connections. Waits at most this long; never throws. */
    public void close(Duration timeout) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        for (Producer<?, ?> producer : Set.copyOf(producers)) {
            producer.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        core.close();
    }

    /** Closes, waiting at most 10 s. */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
