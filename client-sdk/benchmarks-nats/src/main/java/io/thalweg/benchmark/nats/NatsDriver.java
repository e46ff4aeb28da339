package io.thalweg.benchmark.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.driver.LoadConsumer;
import io.thalweg.benchmark.driver.LoadProducer;
import io.thalweg.benchmark.driver.ProducerSpec;
import io.thalweg.benchmark.driver.TopicSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/**
 * JetStream's client library with its defaults. A partition is a stream of its own with one subject, both called
 * {@code TOPIC-PARTITION}: that is how JetStream spreads a load over servers. There are no batches, so neither their size nor
 * a linger.
 */
final class NatsDriver implements Driver {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** What the library takes for the time of an asynchronous publication, too. */
    private static final Duration DELIVERY = Duration.ofMillis(ProducerSpec.DELIVERY_MILLIS);

    private static final String PROBE = "probe";
    private static final int UNKNOWN = 0;

    private final String[] servers;
    private final Connection connection;
    private final JetStreamManagement management;
    private final Map<String, Integer> partitions = new HashMap<>();

    NatsDriver(String bootstrap) {
        servers = bootstrap.split(",", -1);
        connection = Awaitility.await("a NATS server")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> connect(servers), Objects::nonNull);
        JetStreamOptions patient =
                JetStreamOptions.builder().requestTimeout(PATIENCE).build();
        management = Calls.get(() -> connection.jetStreamManagement(patient));
    }

    /** A new connection, which finds its way back whenever it breaks. */
    private static Connection connect(String... servers) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .servers(servers)
                .maxReconnects(-1)
                .requestCleanupInterval(DELIVERY)
                .build());
    }

    /** Servers that have not found each other yet do not answer, so each question waits for the library's two seconds only. */
    @Override
    public void awaitBrokers(int count) {
        JetStreamManagement impatient = Calls.get(connection::jetStreamManagement);
        Awaitility.await(count + " servers that keep a stream")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> impatient.addStream(stream(PROBE, count)) != null);
        Calls.get(() -> management.deleteStream(PROBE));
    }

    private static StreamConfiguration stream(String name, int replicas) {
        return StreamConfiguration.builder()
                .name(name)
                .subjects(name)
                .replicas(replicas)
                .storageType(StorageType.File)
                .build();
    }

    static String name(String topic, int partition) {
        return topic + "-" + partition;
    }

    @Override
    public void createTopic(TopicSpec topic) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            StreamConfiguration wanted = stream(name(topic.name(), partition), topic.replicas());
            Calls.get(() -> management.addStream(wanted));
        }
        partitions.put(topic.name(), topic.partitions());
        Awaitility.await("leaders of " + topic.name())
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !leaders(topic.name()).contains(UNKNOWN));
    }

    @Override
    public void deleteTopic(String topic) {
        for (int partition = 0; partition < partitions(topic); partition++) {
            String name = name(topic, partition);
            Calls.get(() -> management.deleteStream(name));
        }
    }

    private int partitions(String topic) {
        return Objects.requireNonNull(partitions.get(topic), topic);
    }

    /** Servers are called by their ids. */
    @Override
    public List<Integer> leaders(String topic) {
        List<Integer> leaders = new ArrayList<>();
        for (int partition = 0; partition < partitions(topic); partition++) {
            String name = name(topic, partition);
            ClusterInfo cluster = Calls.get(() -> management.getStreamInfo(name).getClusterInfo());
            String leader = cluster.getLeader();
            leaders.add(leader == null || leader.isEmpty() ? UNKNOWN : Integer.parseInt(leader));
        }
        return leaders;
    }

    /** Only the system's own account may ask. */
    @Override
    public int controller() {
        throw new UnsupportedOperationException("who leads JetStream's metadata is not asked for here");
    }

    @Override
    public LoadProducer producer(ProducerSpec spec) {
        return new NatsLoadProducer(Calls.get(() -> connect(servers)), this::partitions);
    }

    @Override
    public LoadConsumer consumer(String topic) {
        return new NatsLoadConsumer(Calls.get(() -> connect(servers)), topic, partitions(topic));
    }

    @Override
    public void close() {
        Calls.get(() -> {
            connection.close();
            return true;
        });
    }

    /** Calls of the library, whose exceptions nobody here can mend. */
    static final class Calls {
        private Calls() {}

        /** A call that may fail. */
        interface Call<T> {
            T run() throws IOException, JetStreamApiException, InterruptedException;
        }

        static <T> T get(Call<T> call) {
            try {
                return call.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (IOException | JetStreamApiException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
