package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.Outcome;
import io.thalweg.cli.chaos.history.Write;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.producer.Compression;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One producer: sends growing numbers to all partitions in turn and records every answer. */
public final class Writer {
    private static final long PER_PRODUCER = 1_000_000_000L;
    private static final int UNDER_WAY = 100;
    private static final long PAUSE_MILLIS = 4;

    private final int id;
    private final Topic topic;
    private final Recorder recorder;
    private final Duration delivery;
    private final Semaphore room = new Semaphore(UNDER_WAY);
    private final Producer<String, Long> producer;
    private final Worker worker;
    private long next;

    private Writer(ThalwegClient client, int id, Topic topic, Recorder recorder, Duration delivery) {
        this.id = id;
        this.topic = topic;
        this.recorder = recorder;
        this.delivery = delivery;
        this.next = id * PER_PRODUCER;
        this.producer = client.producer(Serdes.string(), Serdes.longs())
                .deliveryTimeout(delivery)
                .compression(id % 2 == 0 ? Compression.LZ4 : Compression.NONE)
                .build();
        this.worker = Worker.start("writer-" + id, recorder, () -> PAUSE_MILLIS, this::step, producer::close);
    }

    /** Starts to write. A short delivery timeout makes unknown outcomes, a long one makes retries. */
    public static Writer start(ThalwegClient client, int id, Topic topic, Recorder recorder, Duration delivery) {
        return new Writer(client, id, topic, recorder, delivery);
    }

    private void step() throws InterruptedException {
        if (room.tryAcquire(PAUSE_MILLIS * 50, TimeUnit.MILLISECONDS)) {
            send();
        }
    }

    private void send() {
        long value = next++;
        int partition = Math.floorMod(value, topic.partitions());
        ProducerRecord<String, Long> record =
                ProducerRecord.of(topic.name(), "writer-" + id, value).toPartition(partition);
        long invoked = System.nanoTime();
        producer.send(record).whenComplete((metadata, problem) -> {
            recorder.write(answered(value, partition, invoked, metadata, problem));
            room.release();
        });
    }

    private Write answered(
            long value, int partition, long invoked, @Nullable RecordMetadata metadata, @Nullable Throwable problem) {
        long now = System.nanoTime();
        if (metadata != null) {
            return new Write(id, value, partition, invoked, now, Outcome.DONE, metadata.offset());
        }
        ThalwegException cause = ThalwegException.from(
                problem == null ? new IllegalStateException("neither metadata nor problem") : problem);
        Outcome outcome = cause.outcomeUnknown() ? Outcome.UNKNOWN : Outcome.REFUSED;
        recorder.failure(cause.reason().name());
        return new Write(id, value, partition, invoked, now, outcome, -1);
    }

    /** Stops sending and waits for all answers. */
    public void end() {
        worker.end();
        try {
            if (!room.tryAcquire(UNDER_WAY, delivery.toMillis() + 5_000, TimeUnit.MILLISECONDS)) {
                recorder.surprise("writer-" + id, "sends without an answer after the delivery timeout");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
