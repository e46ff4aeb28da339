package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.RecordDeserializationException;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.ConsumerRecords;
import io.thalweg.client.api.consumer.ConsumerSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns what was fetched into records, and keeps the cursors. Used by the polling thread only. */
final class RecordReader<K, V> {
    private final FetchSession session;
    private final FetchBuffer buffer;
    private final ConsumerSettings<K, V> settings;
    private final Map<TopicPartition, Cursor> cursors = new LinkedHashMap<>();
    private final ArrayDeque<ChunkReader<K, V>> chunks = new ArrayDeque<>();

    RecordReader(FetchSession session, FetchBuffer buffer, ConsumerSettings<K, V> settings) {
        this.session = session;
        this.buffer = buffer;
        this.settings = settings;
    }

    Set<TopicPartition> assignment() {
        return new TreeSet<>(cursors.keySet());
    }

    /** Reads exactly these; those that are read already go on. */
    void assign(Set<TopicPartition> partitions, StartAt start) {
        Set<TopicPartition> gone = new HashSet<>(cursors.keySet());
        gone.removeAll(partitions);
        remove(gone);
        for (TopicPartition partition : new TreeSet<>(partitions)) {
            cursors.computeIfAbsent(partition, added -> new Cursor(added, start));
        }
    }

    void remove(Set<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (cursors.remove(partition) != null) {
                session.stop(partition);
            }
        }
    }

    Cursor cursor(TopicPartition partition) {
        Cursor cursor = cursors.get(partition);
        if (cursor == null) {
            throw new IllegalStateException(partition + " is not assigned to this consumer");
        }
        return cursor;
    }

    void seek(TopicPartition partition, StartAt to) {
        cursor(partition).moveTo(to);
    }

    void pause(TopicPartition partition) {
        Cursor cursor = cursor(partition);
        if (!cursor.isPaused()) {
            cursor.pause();
            session.stop(partition);
        }
    }

    void resume(TopicPartition partition) {
        cursor(partition).resume();
    }

    Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new TreeSet<>();
        cursors.forEach((partition, cursor) -> {
            if (cursor.isPaused()) {
                paused.add(partition);
            }
        });
        return paused;
    }

    /** What may be committed now. */
    Map<TopicPartition, CommittedOffset> positions() {
        Map<TopicPartition, CommittedOffset> positions = new HashMap<>();
        cursors.forEach((partition, cursor) -> {
            if (cursor.isKnown()) {
                positions.put(partition, cursor.toCommit());
            }
        });
        return positions;
    }

    /** What has moved since it was committed last. */
    Map<TopicPartition, CommittedOffset> uncommitted() {
        Map<TopicPartition, CommittedOffset> positions = positions();
        positions.keySet().removeIf(partition -> !cursor(partition).isDirty());
        return positions;
    }

    void committed(Map<TopicPartition, CommittedOffset> offsets) {
        offsets.forEach((partition, offset) -> {
            Cursor cursor = cursors.get(partition);
            if (cursor != null) {
                cursor.committed(offset.offset());
            }
        });
    }

    /** Starts what is to be started and takes in what has come. */
    void prepare() {
        for (Cursor cursor : cursors.values()) {
            if (cursor.needsStart()) {
                cursor.started();
                session.start(cursor.partition(), cursor.generation(), cursor.start());
            }
        }
        FetchEntry entry = buffer.poll();
        while (entry != null) {
            take(entry);
            entry = buffer.poll();
        }
    }

    private void take(FetchEntry entry) {
        Cursor cursor = cursors.get(entry.partition());
        boolean stale = cursor == null || cursor.generation() != entry.generation();
        if (entry instanceof FetchEntry.Data data) {
            if (cursor == null || stale) {
                session.consumed(data);
            } else {
                chunks.add(new ChunkReader<>(data, cursor, settings));
            }
        } else if (cursor != null && !stale) {
            if (entry instanceof FetchEntry.Located located) {
                cursor.located(located.offset());
            } else if (entry instanceof FetchEntry.Failed failed) {
                cursor.fail(failed.cause());
            }
        }
    }

    /**
     * The records that are there, at most the maximum of one poll.
     *
     * @throws ThalwegException if there are none and a partition cannot go on
     */
    ConsumerRecords<K, V> read() {
        prepare();
        Map<TopicPartition, List<ConsumerRecord<K, V>>> found = new LinkedHashMap<>();
        int left = settings.fetch().maxPollRecords();
        ThalwegException failure = null;
        while (left > 0 && failure == null && !chunks.isEmpty()) {
            ChunkReader<K, V> chunk = chunks.peek();
            if (isStale(chunk)) {
                drop();
                continue;
            }
            List<ConsumerRecord<K, V>> into =
                    found.computeIfAbsent(chunk.entry().partition(), partition -> new ArrayList<>());
            int before = into.size();
            try {
                if (chunk.readInto(into, before + left)) {
                    drop();
                }
            } catch (ThalwegException e) {
                failure = e;
            }
            left -= into.size() - before;
        }
        found.values().removeIf(List::isEmpty);
        if (found.isEmpty()) {
            throwFailure(failure);
            cursors.values().forEach(this::throwFailure);
        }
        return new ConsumerRecords<>(found);
    }

    /** A corrupt batch is fetched again by the next poll; a poison record stays until it is skipped. */
    private void throwFailure(@Nullable ThalwegException failure) {
        if (failure == null) {
            return;
        }
        if (!(failure instanceof RecordDeserializationException)) {
            ChunkReader<K, V> chunk = chunks.peek();
            if (chunk != null) {
                cursor(chunk.entry().partition()).restart();
                drop();
            }
        }
        throw failure;
    }

    /** Throws what ended the fetching of a partition; the next poll tries again. */
    void throwFailure(Cursor cursor) {
        ThalwegException failure = cursor.failure();
        if (failure != null) {
            cursor.restart();
            throw failure;
        }
    }

    private boolean isStale(ChunkReader<K, V> chunk) {
        Cursor cursor = cursors.get(chunk.entry().partition());
        return cursor == null || cursor.generation() != chunk.entry().generation();
    }

    private void drop() {
        ChunkReader<K, V> done = chunks.poll();
        if (done != null) {
            session.consumed(done.entry());
        }
    }

    void close() {
        cursors.clear();
        chunks.clear();
        session.close();
    }
}
