package io.thalweg.cli.crowd;

import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Many producers, and many consumers that read far less than is sent. Started by the constructor. */
final class Crowd implements AutoCloseable {
    private static final int THREADS = 8;
    private static final long CONSUMER_BYTES = 256 << 10;
    private static final int POLL_RECORDS = 10;
    private static final long BETWEEN_POLLS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration NO_WAIT = Duration.ofMillis(1);
    private static final Duration DELIVERY = Duration.ofMinutes(5);

    private final Size size;
    private final List<ThalwegClient> clients;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /**
     * How many of what.
     *
     * @param clients that share out producers and consumers, each with connections of its own
     * @param producerBytes that each producer may have waiting and under way
     * @param perSecond records of all producers together, 0 for as many as they can
     */
    record Size(int clients, int producers, int consumers, long producerBytes, int perSecond, int valueBytes) {}

    Crowd(Size size, String bootstrap, String topic, int partitions) {
        this.size = size;
        this.clients = IntStream.range(0, size.clients())
                .mapToObj(number -> ThalwegClient.builder().bootstrap(bootstrap).connect())
                .toList();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            start("crowd-producers-" + thread, () -> produce(topic, producers(first)));
            start("crowd-consumers-" + thread, () -> consume(consumers(first, topic, partitions)));
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /** Records whose delivery was given up. */
    long failed() {
        return failed.get();
    }

    long read() {
        return read.get();
    }

    private void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private ThalwegClient client(int number) {
        return clients.get(number % clients.size());
    }

    private List<Producer<byte[], byte[]>> producers(int first) {
        return shareOf(size.producers(), first)
                .mapToObj(number -> client(number)
                        .<byte[], byte[]>producer(Serdes.bytes(), Serdes.bytes())
                        .bufferMemory(size.producerBytes())
                        .batchSize(64 << 10)
                        .deliveryTimeout(DELIVERY)
                        .build())
                .toList();
    }

    private List<Consumer<byte[], byte[]>> consumers(int first, String topic, int partitions) {
        return shareOf(size.consumers(), first)
                .mapToObj(number -> {
                    Consumer<byte[], byte[]> consumer = client(number)
                            .<byte[], byte[]>consumer(Serdes.bytes(), Serdes.bytes())
                            .bufferMemory(CONSUMER_BYTES)
                            .maxPollRecords(POLL_RECORDS)
                            .build();
                    consumer.assign(List.of(new TopicPartition(topic, number % partitions)));
                    return consumer;
                })
                .toList();
    }

    private static IntStream shareOf(int all, int first) {
        return IntStream.iterate(first, number -> number < all, number -> number + THREADS);
    }

    private void produce(String topic, List<Producer<byte[], byte[]>> producers) {
        byte[] value = new byte[size.valueBytes()];
        long gapNanos = size.perSecond() == 0 ? 0 : THREADS * TimeUnit.SECONDS.toNanos(1) / size.perSecond();
        long due = System.nanoTime();
        for (int next = 0; !ending.get() && !producers.isEmpty(); next = (next + 1) % producers.size()) {
            producers
                    .get(next)
                    .send(ProducerRecord.of(topic, value))
                    .whenComplete((where, problem) -> (problem == null ? acknowledged : failed).incrementAndGet());
            due += gapNanos;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private void consume(List<Consumer<byte[], byte[]>> consumers) {
        long due = System.nanoTime();
        while (!ending.get() && !consumers.isEmpty()) {
            consumers.forEach(consumer -> read.addAndGet(consumer.poll(NO_WAIT).count()));
            due += BETWEEN_POLLS_NANOS;
            LockSupport.parkNanos(due - System.nanoTime());
        }
        consumers.forEach(Consumer::close);
    }

    /** Ends the clients; what is under way then counts as nothing. */
    @Override
    public void close() {
        ending.set(true);
        clients.parallelStream().forEach(ThalwegClient::close);
    }
}
