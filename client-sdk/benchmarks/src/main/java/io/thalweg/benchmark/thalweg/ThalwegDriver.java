package io.thalweg.benchmark.thalweg;

import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.driver.LoadConsumer;
import io.thalweg.benchmark.driver.LoadProducer;
import io.thalweg.benchmark.driver.ProducerSpec;
import io.thalweg.benchmark.driver.TopicSpec;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.BrokerState;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.producer.BufferFull;
import io.thalweg.client.api.producer.Compression;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Thalweg's client library. */
final class ThalwegDriver implements Driver {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ThalwegClient client;

    ThalwegDriver(String bootstrap) {
        client = ThalwegClient.builder()
                .bootstrap(bootstrap)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .connect();
    }

    @Override
    public void awaitBrokers(int count) {
        Awaitility.await(count + " active brokers")
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .until(() -> active() >= count);
    }

    private long active() {
        return client.admin().describeCluster().join().brokers().stream()
                .filter(broker -> broker.state() == BrokerState.ACTIVE)
                .count();
    }

    @Override
    public void createTopic(TopicSpec topic) {
        client.admin()
                .createTopic(NewTopic.named(topic.name())
                        .partitions(topic.partitions())
                        .replicas(topic.replicas())
                        .config("min.insync.replicas", Integer.toString(topic.minInSync()))
                        .config("durability", topic.durability() == Durability.FSYNC ? "fsync" : "os")
                        .config(
                                "retention.bytes",
                                Long.toString(topic.retentionBytes() == 0 ? -1 : topic.retentionBytes())))
                .join();
    }

    @Override
    public void deleteTopic(String topic) {
        client.admin().deleteTopic(topic).join();
    }

    @Override
    public List<Integer> leaders(String topic) {
        return client.admin().describeTopic(topic).join().partitions().stream()
                .map(PartitionDescription::leader)
                .toList();
    }

    @Override
    public int controller() {
        return client.admin().describeCluster().join().metadataLeader();
    }

    @Override
    public LoadProducer producer(ProducerSpec spec) {
        Duration delivery = Duration.ofMillis(ProducerSpec.DELIVERY_MILLIS);
        return new ThalwegLoadProducer(client.<byte[], byte[]>producer(Serdes.bytes(), Serdes.bytes())
                .batchSize(spec.batchBytes())
                .linger(Duration.ofMillis(spec.lingerMillis()))
                .compression(
                        switch (spec.codec()) {
                            case NONE -> Compression.NONE;
                            case LZ4 -> Compression.LZ4;
                            case ZSTD -> Compression.ZSTD;
                        })
                .bufferMemory(ProducerSpec.BUFFER_BYTES)
                .bufferFull(BufferFull.block(delivery))
                .deliveryTimeout(delivery)
                .build());
    }

    @Override
    public LoadConsumer consumer(String topic) {
        List<TopicPartition> partitions = IntStream.range(0, leaders(topic).size())
                .mapToObj(index -> new TopicPartition(topic, index))
                .toList();
        Consumer<byte[], byte[]> consumer = client.<byte[], byte[]>consumer(Serdes.bytes(), Serdes.bytes())
                .maxPollRecords(LoadConsumer.POLL_RECORDS)
                .build();
        consumer.assign(partitions);
        partitions.forEach(partition -> {
            consumer.seek(partition, Position.latest());
            consumer.position(partition);
        });
        return new ThalwegLoadConsumer(consumer, partitions);
    }

    @Override
    public void close() {
        client.close();
    }
}
