package io.thalweg.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.RecordMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends, from a thread of its own, the values 0, 1, 2, … of every key in turn, and waits for an answer now and then. */
final class KeyedLoad implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(50);
    /** Few enough that a load lasts a while, more than one so that several are under way at a crash. */
    private static final int UNDER_WAY = 50;

    private final Producer<String, Integer> producer;
    private final String topic;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private volatile boolean finishing;
    private final CompletableFuture<List<RecordMetadata>> all;

    private KeyedLoad(Producer<String, Integer> producer, String topic, int keys, int recordsPerKey) {
        this.producer = producer;
        this.topic = topic;
        this.all = CompletableFuture.supplyAsync(() -> send(keys, recordsPerKey), thread);
    }

    static KeyedLoad start(Producer<String, Integer> producer, String topic, int keys, int recordsPerKey) {
        return new KeyedLoad(producer, topic, keys, recordsPerKey);
    }

    private List<RecordMetadata> send(int keys, int recordsPerKey) {
        List<CompletableFuture<RecordMetadata>> answers = new ArrayList<>();
        for (int value = 0; value < recordsPerKey && !finishing; value++) {
            for (int key = 0; key < keys; key++) {
                CompletableFuture<RecordMetadata> answer = producer.send(topic, "key-" + key, value);
                answers.add(answer.whenComplete((metadata, problem) -> {
                    if (problem == null) {
                        acknowledged.incrementAndGet();
                    }
                }));
                if (answers.size() > UNDER_WAY) {
                    answers.get(answers.size() - UNDER_WAY).join();
                }
            }
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** Waits until that many records were acknowledged, or sending has failed. */
    void awaitAcknowledged(int records) {
        await().atMost(LONGEST).until(() -> acknowledged.get() >= records || all.isDone());
        assertThat(all).isNotCompletedExceptionally();
    }

    /** Waits for the answers to all records. */
    List<RecordMetadata> awaitAll() {
        return all.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Ends after the value that is being sent to every key now, and waits for the answers to all records. */
    List<RecordMetadata> finish() {
        finishing = true;
        return awaitAll();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
