package io.thalweg.client.api.consumer;

import io.thalweg.client.api.serde.Deserializer;
import java.time.Duration;
import java.util.function.Function;

/** Builds a consumer. Not thread-safe. */
public final class ConsumerBuilder<K, V> {
    private final Deserializer<? extends K> keyDeserializer;
    private final Deserializer<? extends V> valueDeserializer;
    private final Function<ConsumerSettings<K, V>, Consumer<K, V>> factory;
    private int maxPollRecords = 1_000;
    private long bufferMemory = 32L << 20;
    private OffsetReset reset = OffsetReset.EARLIEST;
    private String group = "";
    private String staticId = "";
    private Duration sessionTimeout = Duration.ofSeconds(10);
    private Assignor assignor = Assignor.UNIFORM_STICKY;
    private Duration autoCommitInterval = Duration.ZERO;

    /** Called by the client; get a builder from {@code ThalwegClient.consumer}. */
    public ConsumerBuilder(
            Deserializer<? extends K> keyDeserializer,
            Deserializer<? extends V> valueDeserializer,
            Function<ConsumerSettings<K, V>, Consumer<K, V>> factory) {
        this.keyDeserializer = keyDeserializer;
        this.valueDeserializer = valueDeserializer;
        this.factory = factory;
    }

    /** Upper bound on the records of one poll. Default 1000. */
    public ConsumerBuilder<K, V> maxPollRecords(int records) {
        maxPollRecords = records;
        return this;
    }

    /** Upper bound on the bytes fetched ahead of the polls. Default 32 MiB; one batch may exceed it. */
    public ConsumerBuilder<K, V> bufferMemory(long bytes) {
        bufferMemory = bytes;
        return this;
    }

    /** Where to start without a committed offset, and when the offset no longer exists. Default {@link OffsetReset#EARLIEST}. */
    public ConsumerBuilder<K, V> reset(OffsetReset value) {
        reset = value;
        return this;
    }

    /** Name of the group; needed to subscribe and to commit. Default none. */
    public ConsumerBuilder<K, V> group(String name) {
        group = name;
        return this;
    }

    /** A name of this member that survives restarts: whoever joins with it takes over its partitions at once. Default none. */
    public ConsumerBuilder<K, V> staticId(String name) {
        staticId = name;
        return this;
    }

    /** The member is out when nothing was heard from it for this long. Slow processing does not count: a thread of the library keeps the session. Default 10 s. */
    public ConsumerBuilder<K, V> sessionTimeout(Duration value) {
        sessionTimeout = value;
        return this;
    }

    /** How partitions are spread over the members. Default {@link Assignor#UNIFORM_STICKY}. */
    public ConsumerBuilder<K, V> assignor(Assignor value) {
        assignor = value;
        return this;
    }

    /** Lets {@code poll} and {@code close} commit what earlier polls returned, at most this often. Default off: commit yourself after processing. */
    public ConsumerBuilder<K, V> autoCommit(Duration interval) {
        autoCommitInterval = interval;
        return this;
    }

    /**
     * Builds the consumer. Does not wait for the cluster.
     *
     * @throws IllegalArgumentException if settings contradict each other
     */
    public Consumer<K, V> build() {
        if (group.isEmpty() && !(staticId.isEmpty() && autoCommitInterval.isZero())) {
            throw new IllegalArgumentException("staticId and autoCommit need a group; call group(name)");
        }
        GroupSettings membership = group.isEmpty()
                ? null
                : new GroupSettings(group, staticId, sessionTimeout, assignor, autoCommitInterval);
        FetchSettings fetch = new FetchSettings(maxPollRecords, bufferMemory, reset);
        return factory.apply(new ConsumerSettings<>(keyDeserializer, valueDeserializer, fetch, membership));
    }
}
