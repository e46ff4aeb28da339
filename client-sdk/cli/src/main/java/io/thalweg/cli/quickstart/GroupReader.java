package io.thalweg.cli.quickstart;

import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One consumer group with one member, on a thread of its own: polls, keeps what it saw in order, commits. Ends when it
 * saw as many different places as records are expected, or when it is stopped.
 */
final class GroupReader implements AutoCloseable {
    /** A record as the group saw it. */
    record Seen(
            int partition,
            long offset,
            @Nullable String key,
            @Nullable String value) {}

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

    private final Consumer<String, String> consumer;
    private final String group;
    private final int expected;
    private final List<Seen> seen = new ArrayList<>();
    private final Set<String> places = new HashSet<>();
    private final CountDownLatch complete = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable RuntimeException failure;

    GroupReader(ThalwegClient client, String topic, String group, int expected) {
        this.group = group;
        this.expected = expected;
        consumer = client.<String, String>consumer(Serdes.string(), Serdes.string())
                .group(group)
                .build();
        consumer.subscribe(List.of(topic));
        thread = new Thread(this::run, "group-" + group);
        thread.start();
    }

    private void run() {
        try {
            while (!stopping && places.size() < expected) {
                var records = consumer.poll(Duration.ofMillis(200));
                records.forEach(this::keep);
                if (!records.isEmpty()) {
                    consumer.commitAsync();
                }
            }
            consumer.commit();
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            consumer.close();
            complete.countDown();
        }
    }

    private synchronized void keep(ConsumerRecord<String, String> record) {
        seen.add(new Seen(record.partition(), record.offset(), record.key(), record.value()));
        places.add(record.partition() + "@" + record.offset());
    }

    String group() {
        return group;
    }

    /** Everything seen so far, in the order of arrival, repetitions included. */
    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    synchronized int count() {
        return places.size();
    }

    /** Waits until the group saw everything. Returns false when the time is over first. */
    boolean awaitAll(Duration limit) throws InterruptedException {
        boolean inTime = complete.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return inTime;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
