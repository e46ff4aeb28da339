package io.thalweg.client.api.producer;

import io.thalweg.client.api.serde.Serializer;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds a producer. Not thread-safe. Every setting has a default that fits most uses. */
public final class ProducerBuilder<K, V> {
    private final Serializer<? super K> keySerializer;
    private final Serializer<? super V> valueSerializer;
    private final Function<ProducerSettings<K, V>, Producer<K, V>> factory;
    private Acks acks = Acks.ALL;
    private Compression compression = Compression.NONE;
    private Duration linger = Duration.ZERO;
    private int batchSize = 256 << 10;
    private long bufferMemory = 32L << 20;
    private BufferFull bufferFull = BufferFull.block(Duration.ofMinutes(1));
    private Duration deliveryTimeout = Duration.ofMinutes(2);
    private @Nullable Boolean idempotent;
    private Partitioner partitioner;

    /** Called by the client; get a builder from {@code ThalwegClient.producer}. */
    public ProducerBuilder(
            Serializer<? super K> keySerializer,
            Serializer<? super V> valueSerializer,
            Partitioner partitioner,
            Function<ProducerSettings<K, V>, Producer<K, V>> factory) {
        this.keySerializer = keySerializer;
        this.valueSerializer = valueSerializer;
        this.partitioner = partitioner;
        this.factory = factory;
    }

    /** What a send waits for. Default {@link Acks#ALL}. */
    public ProducerBuilder<K, V> acks(Acks value) {
        acks = value;
        return this;
    }

    /** How batches are compressed. Default {@link Compression#NONE}. */
    public ProducerBuilder<K, V> compression(Compression value) {
        compression = value;
        return this;
    }

    /** How long a batch waits for more records. Default 0: a batch leaves as soon as its partition has a free slot, so batches grow under load by themselves. */
    public ProducerBuilder<K, V> linger(Duration value) {
        linger = value;
        return this;
    }

    /**
     * A batch is full at this many bytes. Default 256 KiB, at most 8 MiB; a larger record travels in a batch of its own. With
     * compression that is what is sent, estimated by what it made of the batches before: up to four times as many bytes of
     * records, but no more than the topic's {@code max.message.bytes}, nor, beyond the batch size, a 128th of the buffer memory.
     */
    public ProducerBuilder<K, V> batchSize(int bytes) {
        batchSize = bytes;
        return this;
    }

    /** Upper bound on the bytes of records that wait or are on their way. Default 32 MiB. */
    public ProducerBuilder<K, V> bufferMemory(long bytes) {
        bufferMemory = bytes;
        return this;
    }

    /** What {@code send} does when the memory is used up. Default: wait up to 60 s. */
    public ProducerBuilder<K, V> bufferFull(BufferFull value) {
        bufferFull = value;
        return this;
    }

    /** One deadline over queueing, retries and changes of the leader. Default 120 s. */
    public ProducerBuilder<K, V> deliveryTimeout(Duration value) {
        deliveryTimeout = value;
        return this;
    }

    /** Whether retries may neither double nor reorder records. Default true, but with {@link Acks#NONE} it is false. */
    public ProducerBuilder<K, V> idempotent(boolean value) {
        idempotent = value;
        return this;
    }

    /** Chooses partitions. Default: the murmur2 hash of the key, as Kafka's clients do; batch by batch for records without a key. */
    public ProducerBuilder<K, V> partitioner(Partitioner value) {
        partitioner = value;
        return this;
    }

    /**
     * Builds the producer. Does not wait for the cluster.
     *
     * @throws IllegalArgumentException if settings contradict each other
     */
    public Producer<K, V> build() {
        boolean exactlyOnce = idempotent != null ? idempotent : acks != Acks.NONE;
        return factory.apply(new ProducerSettings<>(
                keySerializer,
                valueSerializer,
                partitioner,
                new BatchingSettings(linger, batchSize, bufferMemory, bufferFull, compression),
                new DeliverySettings(acks, deliveryTimeout, exactlyOnce)));
    }
}
