package io.thalweg.broker.app.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.broker.app.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A sound client that writes numbers one by one while others misbehave, and reads them back. */
final class SteadyPair implements AutoCloseable {
    private static final String TOPIC = "steady";
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final RawClient client;
    private final List<String> acknowledged = new ArrayList<>();
    private final Thread thread = new Thread(this::write, "steady");
    private volatile int written;
    private volatile boolean ending;
    private volatile long slowestNanos;

    SteadyPair(RawClient client) {
        this.client = client;
        client.createTopic(TOPIC, 1, 1);
        thread.start();
        awaitMore(5);
    }

    /** Returns when that many more records were acknowledged. */
    void awaitMore(int records) {
        int goal = written + records;
        await().atMost(LONGEST).until(() -> written >= goal);
    }

    /** The longest that one record took until it was acknowledged, since it was last asked. */
    Duration slowest() {
        Duration slowest = Duration.ofNanos(slowestNanos);
        slowestNanos = 0;
        return slowest;
    }

    /** Ends the writing; every record that was acknowledged is there once and in order. */
    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(client.values(TOPIC, 0, 0)).isEqualTo(acknowledged);
    }

    private void write() {
        for (int number = 0; !ending; number++) {
            String value = Integer.toString(number);
            long began = System.nanoTime();
            client.produce(TOPIC, 0, value);
            slowestNanos = Math.max(slowestNanos, System.nanoTime() - began);
            acknowledged.add(value);
            written = number + 1;
        }
    }
}
