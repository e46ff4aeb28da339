package io.thalweg.cli.availability;

import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.producer.Acks;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One idempotent producer that sends to all partitions in turn at a fixed pace, whatever becomes of the records. */
final class PacedLoad implements AutoCloseable {
    private static final int VALUE_BYTES = 100;
    private static final Duration DELIVERY = Duration.ofMinutes(2);

    private final String topic;
    private final int partitions;
    private final long gapNanos;
    private final Producer<byte[], byte[]> producer;
    private final GapMeter meter;
    private final AtomicLong failures = new AtomicLong();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "availability-load");

    PacedLoad(ThalwegClient client, String topic, int partitions, int recordsPerSecond) {
        this.topic = topic;
        this.partitions = partitions;
        this.gapNanos = 1_000_000_000L / recordsPerSecond;
        this.meter = new GapMeter(partitions, System.nanoTime());
        this.producer = client.producer(Serdes.bytes(), Serdes.bytes())
                .acks(Acks.ALL)
                .deliveryTimeout(DELIVERY)
                .build();
        thread.setDaemon(true);
        thread.start();
    }

    GapMeter meter() {
        return meter;
    }

    /** Records whose delivery was given up. */
    long failures() {
        return failures.get();
    }

    private void run() {
        byte[] value = new byte[VALUE_BYTES];
        long due = System.nanoTime();
        for (int partition = 0; !ending.get(); partition = (partition + 1) % partitions) {
            send(partition, value);
            due += gapNanos;
            long ahead = due - System.nanoTime();
            if (ahead > 0) {
                LockSupport.parkNanos(ahead);
            }
        }
    }

    private void send(int partition, byte[] value) {
        ProducerRecord<byte[], byte[]> record =
                ProducerRecord.<byte[], byte[]>of(topic, value).toPartition(partition);
        producer.send(record).whenComplete((metadata, problem) -> {
            if (problem == null) {
                meter.acknowledged(partition, System.nanoTime());
            } else {
                failures.incrementAndGet();
            }
        });
    }

    @Override
    public void close() {
        ending.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
