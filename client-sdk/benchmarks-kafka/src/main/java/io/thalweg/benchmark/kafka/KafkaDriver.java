package io.thalweg.benchmark.kafka;

import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.driver.LoadConsumer;
import io.thalweg.benchmark.driver.LoadProducer;
import io.thalweg.benchmark.driver.ProducerSpec;
import io.thalweg.benchmark.driver.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's client library with its defaults, but for what is set alike for all systems. */
final class KafkaDriver implements Driver {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long ASK_MILLIS = 100;

    private final String bootstrap;
    private final Admin admin;

    KafkaDriver(String bootstrap) {
        this.bootstrap = bootstrap;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    @Override
    public void awaitBrokers(int count) {
        await(() -> get(admin.describeCluster().nodes()).size() >= count, "fewer than " + count + " brokers serve");
    }

    private interface Condition {
        boolean holds();
    }

    /** Until a condition holds; one that can't be told does not. */
    private static void await(Condition condition, String otherwise) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise + " after " + PATIENCE);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(ASK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void createTopic(TopicSpec topic) {
        Map<String, String> config = new HashMap<>();
        config.put("min.insync.replicas", Integer.toString(topic.minInSync()));
        if (topic.durability() == Durability.FSYNC) {
            config.put("flush.messages", "1");
        }
        if (topic.retentionBytes() > 0) {
            config.put("retention.bytes", Long.toString(topic.retentionBytes()));
            config.put("segment.bytes", Long.toString(topic.retentionBytes() / 2));
        }
        NewTopic wanted = new NewTopic(topic.name(), topic.partitions(), (short) topic.replicas()).configs(config);
        get(admin.createTopics(List.of(wanted)).all());
        await(
                () -> description(topic.name()).partitions().stream().allMatch(each -> hasLeader(each)),
                "partitions without a leader");
    }

    private static boolean hasLeader(TopicPartitionInfo partition) {
        Node leader = partition.leader();
        return leader != null && !leader.isEmpty();
    }

    private TopicDescription description(String topic) {
        return Objects.requireNonNull(
                get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
    }

    @Override
    public void deleteTopic(String topic) {
        get(admin.deleteTopics(List.of(topic)).all());
    }

    @Override
    public List<Integer> leaders(String topic) {
        return description(topic).partitions().stream()
                .map(partition -> partition.leader().id())
                .toList();
    }

    @Override
    public int controller() {
        return get(admin.describeMetadataQuorum().quorumInfo()).leaderId();
    }

    @Override
    public LoadProducer producer(ProducerSpec spec) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("acks", "all");
        config.put("batch.size", spec.batchBytes());
        config.put("linger.ms", spec.lingerMillis());
        config.put("compression.type", spec.codec().name().toLowerCase(Locale.ROOT));
        config.put("buffer.memory", ProducerSpec.BUFFER_BYTES);
        config.put("delivery.timeout.ms", ProducerSpec.DELIVERY_MILLIS);
        config.put("max.block.ms", ProducerSpec.DELIVERY_MILLIS);
        return new KafkaLoadProducer(new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Override
    public LoadConsumer consumer(String topic) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("max.poll.records", LoadConsumer.POLL_RECORDS);
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        List<TopicPartition> partitions = IntStream.range(0, leaders(topic).size())
                .mapToObj(index -> new TopicPartition(topic, index))
                .toList();
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return new KafkaLoadConsumer(consumer, partitions);
    }

    @Override
    public void close() {
        admin.close();
    }
}
