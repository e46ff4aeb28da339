package io.thalweg.benchmark.nats;

import io.nats.client.Connection;
import io.nats.client.MessageConsumer;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.thalweg.benchmark.driver.LoadConsumer;
import io.thalweg.benchmark.nats.NatsDriver.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** An ordered consumer of each partition; what they pull waits in one queue, and while that is full nothing more is pulled. */
final class NatsLoadConsumer implements LoadConsumer {
    private final Connection connection;
    private final String topic;
    private final int partitions;
    private BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(POLL_RECORDS);
    private final List<MessageConsumer> consumers = new ArrayList<>();

    NatsLoadConsumer(Connection connection, String topic, int partitions) {
        this.connection = connection;
        this.topic = topic;
        this.partitions = partitions;
        consume(DeliverPolicy.New);
    }

    /** With a queue of their own: earlier ones may still have something on the way. */
    private void consume(DeliverPolicy from) {
        BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(POLL_RECORDS);
        arrived = queue;
        for (int partition = 0; partition < partitions; partition++) {
            String name = NatsDriver.name(topic, partition);
            OrderedConsumerConfiguration ordered = new OrderedConsumerConfiguration().deliverPolicy(from);
            consumers.add(Calls.get(() -> connection
                    .getStreamContext(name)
                    .createOrderedConsumer(ordered)
                    .consume(message -> queue.put(message.getData()))));
        }
    }

    @Override
    public void toBegin() {
        stop();
        consume(DeliverPolicy.All);
    }

    @Override
    public int poll(Duration timeout, Reader reader) {
        List<byte[]> records = new ArrayList<>();
        try {
            byte[] first = arrived.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                return 0;
            }
            records.add(first);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        arrived.drainTo(records, POLL_RECORDS - 1);
        records.forEach(reader::read);
        return records.size();
    }

    private void stop() {
        consumers.forEach(MessageConsumer::stop);
        consumers.clear();
    }

    @Override
    public void close() {
        stop();
        Calls.get(() -> {
            connection.close();
            return true;
        });
    }
}
