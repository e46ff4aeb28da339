package io.thalweg.client.api.consumer;

import io.thalweg.client.api.Position;
import io.thalweg.client.api.RecordDeserializationException;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Reads committed records, either of partitions that the application assigns or of those that its group gives it. Use it from one thread at a time; only
 * {@link #wakeup()} may come from another. Its session in the group is kept by a thread of the library, however long processing takes.
 */
public interface Consumer<K, V> extends AutoCloseable {
    /** Reads exactly these partitions from now on, without group management. They start at the group's committed offsets if it has a group, else as the reset policy says. */
    void assign(Collection<TopicPartition> partitions);

    /** Joins the group and reads the partitions of these topics that it is given. */
    default void subscribe(Collection<String> topics) {
        subscribe(topics, new RebalanceListener() {});
    }

    /** As the other, with a listener. */
    void subscribe(Collection<String> topics, RebalanceListener listener);

    /** Joins the group and reads topics whose whole name matches, now and later. The pattern is evaluated by the broker as an RE2 expression. Internal topics never match. */
    void subscribe(Pattern topics, RebalanceListener listener);

    /** Leaves the group, or drops the assigned partitions. */
    void unsubscribe();

    /** The partitions that are read now. */
    Set<TopicPartition> assignment();

    /**
     * The next records, as soon as there are some, at most the maximum of records per poll. Empty when the timeout passed. Runs the rebalance listener and
     * the automatic commit.
     *
     * @throws RecordDeserializationException at a poison record, after the records before it were returned; see {@link #skip}
     * @throws ThalwegException if the consumer cannot go on without the application: rejected, corrupt or fatal; temporary failures are retried inside
     */
    ConsumerRecords<K, V> poll(Duration timeout);

    /** Ends the running poll, or else the next one, at once; it returns what it has. Any thread may call it. */
    void wakeup();

    /** Continues at that position with the next poll. Earliest, latest and times are resolved then. */
    void seek(TopicPartition partition, Position position);

    /** Continues at that offset with the next poll. */
    default void seek(TopicPartition partition, long offset) {
        seek(partition, Position.offset(offset));
    }

    /** Continues behind a poison record. */
    default void skip(RecordDeserializationException poison) {
        seek(poison.topicPartition(), poison.nextOffset());
    }

    /**
     * Offset of the next record that poll will return. Waits for the cluster, at most the request timeout, if the start is not resolved yet.
     *
     * @throws IllegalStateException if the partition is not assigned
     */
    long position(TopicPartition partition);

    /** Stops returning records of these partitions, until resumed; the assignment stays. */
    void pause(Collection<TopicPartition> partitions);

    /** Undoes {@link #pause}. */
    void resume(Collection<TopicPartition> partitions);

    Set<TopicPartition> paused();

    /**
     * Commits, for every assigned partition, what polls have returned so far, and waits for it.
     *
     * @throws ThalwegException if it failed; {@code FENCED_MEMBER} and {@code UNKNOWN_MEMBER} mean that others own the partitions now
     */
    void commit();

    /** Commits these offsets and waits. */
    void commit(Map<TopicPartition, CommittedOffset> offsets);

    /** As {@link #commit()}, in the background. Callbacks run on the library's callback thread: they must not block. */
    CompletableFuture<Void> commitAsync();

    /** As {@link #commit(Map)}, in the background. */
    CompletableFuture<Void> commitAsync(Map<TopicPartition, CommittedOffset> offsets);

    /** The group's committed offsets of these partitions; those without one are missing. */
    Map<TopicPartition, CommittedOffset> committed(Collection<TopicPartition> partitions);

    /** Commits if automatic commit is on, leaves the group at once, so that others take over without waiting for the session to end, and frees everything. Never throws. */
    @Override
    void close();
}
