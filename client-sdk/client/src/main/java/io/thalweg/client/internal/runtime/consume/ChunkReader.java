package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.Headers;
import io.thalweg.client.api.RecordDeserializationException;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.ConsumerSettings;
import io.thalweg.client.api.consumer.RecordOrigin;
import io.thalweg.client.api.serde.Deserializer;
import io.thalweg.client.internal.batching.FetchedBatch;
import io.thalweg.client.internal.batching.RecordCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the records out of one piece of fetched data, as far as they are wanted, and moves the cursor of the partition. Used by the polling thread. */
final class ChunkReader<K, V> {
    private final FetchEntry.Data entry;
    private final Cursor cursor;
    private final ConsumerSettings<K, V> settings;
    private int at;
    private @Nullable FetchedBatch batch;
    private @Nullable RecordCursor records;
    private @Nullable RecordOrigin origin;
    private long recordOffset;
    private boolean recordLoaded;

    ChunkReader(FetchEntry.Data entry, Cursor cursor, ConsumerSettings<K, V> settings) {
        this.entry = entry;
        this.cursor = cursor;
        this.settings = settings;
        this.at = entry.data().offset();
    }

    FetchEntry.Data entry() {
        return entry;
    }

    /**
     * Adds records until there are {@code max} or the data end; true if they ended.
     *
     * @throws ThalwegException at a poison record or a corrupt batch; the records before it were added
     */
    boolean readInto(List<ConsumerRecord<K, V>> to, int max) {
        while (to.size() < max) {
            if (!nextRecord()) {
                return true;
            }
            to.add(deserialize());
            recordLoaded = false;
            cursor.advance(recordOffset + 1, originOf().leaderEpoch());
        }
        return false;
    }

    private boolean nextRecord() {
        while (!recordLoaded) {
            RecordCursor open = records;
            if (open == null) {
                if (at >= entry.data().end()) {
                    return false;
                }
                openBatch();
            } else if (moveTo(open)) {
                recordLoaded = recordOffset >= cursor.position();
            } else {
                closeBatch();
            }
        }
        return true;
    }

    private void openBatch() {
        TopicPartition partition = entry.partition();
        FetchedBatch next =
                FetchedBatch.at(entry.data().bytes(), at, entry.data().end(), partition);
        batch = next;
        if (next.isControl() || next.nextOffset() <= cursor.position()) {
            closeBatch();
            return;
        }
        records = next.records(entry.seed(), partition);
        origin = new RecordOrigin(partition, next.leaderEpoch(), next.appendTime());
        recordOffset = next.baseOffset() - 1;
    }

    private boolean moveTo(RecordCursor open) {
        try {
            recordOffset++;
            return open.next();
        } catch (IOException e) {
            throw ThalwegException.of(
                    ErrorReason.CORRUPT_BATCH,
                    "the record at offset " + recordOffset + " of " + entry.partition() + " is malformed: "
                            + e.getMessage(),
                    Map.of("topic", entry.partition().topic()),
                    e);
        }
    }

    private void closeBatch() {
        FetchedBatch done = batch;
        if (done != null) {
            at += done.length();
            if (done.nextOffset() > cursor.position()) {
                cursor.advance(done.nextOffset(), done.leaderEpoch());
            }
        }
        batch = null;
        records = null;
    }

    private RecordOrigin originOf() {
        RecordOrigin known = origin;
        if (known == null) {
            throw new IllegalStateException("no batch is open");
        }
        return known;
    }

    private ConsumerRecord<K, V> deserialize() {
        RecordCursor open = records;
        if (open == null) {
            throw new IllegalStateException("no batch is open");
        }
        Headers headers = open.headers();
        try {
            K key = deserialize(settings.keyDeserializer(), open.key());
            V value = deserialize(settings.valueDeserializer(), open.value());
            return new ConsumerRecord<>(originOf(), recordOffset, open.createTime(), key, value, headers);
        } catch (RuntimeException e) {
            throw new RecordDeserializationException(
                    entry.partition(),
                    recordOffset,
                    headers,
                    new RecordDeserializationException.RawRecord(open.keyBytes(), open.valueBytes()),
                    e);
        }
    }

    private <T> @Nullable T deserialize(Deserializer<? extends T> deserializer, @Nullable ByteBuffer bytes) {
        return bytes == null ? null : deserializer.deserialize(entry.partition().topic(), bytes);
    }
}
