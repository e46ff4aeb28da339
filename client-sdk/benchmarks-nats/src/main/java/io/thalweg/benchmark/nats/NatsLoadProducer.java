package io.thalweg.benchmark.nats;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.thalweg.benchmark.driver.LoadProducer;
import io.thalweg.benchmark.nats.NatsDriver.Calls;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Publishes asynchronously, each record a message. So many may wait for their acknowledgement as the client library for Go
 * allows by default; the one for Java has no bound, and servers drop what is too much.
 */
final class NatsLoadProducer implements LoadProducer {
    private static final int MOST_PENDING = 4_000;

    private final Connection connection;
    private final JetStream stream;
    private final ToIntFunction<String> partitions;
    private final Semaphore pending = new Semaphore(MOST_PENDING);
    private int next;

    /** @param partitions of a topic */
    NatsLoadProducer(Connection connection, ToIntFunction<String> partitions) {
        this.connection = connection;
        this.partitions = partitions;
        stream = Calls.get(connection::jetStream);
    }

    @Override
    public void send(String topic, int partition, byte @Nullable [] key, byte[] value, Outcome outcome) {
        pending.acquireUninterruptibly();
        String subject = NatsDriver.name(topic, choose(topic, partition, key));
        try {
            stream.publishAsync(subject, value).whenComplete((acknowledgement, failure) -> done(outcome, failure));
        } catch (IllegalStateException e) {
            // The connection is broken and as much waits for the next one as may.
            done(outcome, e);
        }
    }

    private void done(Outcome outcome, @Nullable Throwable failure) {
        pending.release();
        outcome.done(failure);
    }

    private int choose(String topic, int partition, byte @Nullable [] key) {
        if (partition != ANY_PARTITION) {
            return partition;
        }
        int count = partitions.applyAsInt(topic);
        if (key != null) {
            return Math.floorMod(Arrays.hashCode(key), count);
        }
        next = (next + 1) % count;
        return next;
    }

    @Override
    public void flush() {
        pending.acquireUninterruptibly(MOST_PENDING);
        pending.release(MOST_PENDING);
    }

    @Override
    public void close() {
        Calls.get(() -> {
            connection.close();
            return true;
        });
    }
}
