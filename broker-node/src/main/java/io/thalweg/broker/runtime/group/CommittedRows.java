package io.thalweg.broker.runtime.group;

import io.thalweg.broker.group.GroupShard;
import io.thalweg.broker.record.BatchRecords;
import io.thalweg.broker.record.PlainRecord;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.runtime.link.TableReader;
import io.thalweg.broker.runtime.link.TableWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The committed rows of one coordinator partition, in memory beside the stored table, so that a shard can be restored
 * at any moment of the loop without reading the disk.
 */
final class CommittedRows {
    /** The table of group rows among a log's derived tables. */
    static final byte TABLE = 16;
    /** Key of a record that changes no row; its value is the marker's name. */
    static final byte[] MARKER = {0};

    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

    CommittedRows(TableReader tables) {
        tables.scan(TABLE, new byte[0], (key, row) -> {
            rows.put(key, row);
            return true;
        });
    }

    /** @return the name of the marker in the batch, null if there is none: everything appended before it is decided */
    @Nullable
    ByteBuffer apply(RecordBatch batch, TableWriter writer) {
        ByteBuffer marker = null;
        for (PlainRecord change : BatchRecords.decode(batch)) {
            byte[] key = bytes(Objects.requireNonNull(change.key(), "a group row has a key"));
            ByteBuffer value = change.value();
            if (Arrays.equals(key, MARKER)) {
                marker = value;
            } else if (value == null) {
                rows.remove(key);
                writer.remove(TABLE, key);
            } else {
                byte[] row = bytes(value);
                rows.put(key, row);
                writer.put(TABLE, key, row);
            }
        }
        return marker;
    }

    void clear() {
        rows.clear();
    }

    void restore(GroupShard shard, long nowMillis) {
        rows.forEach((key, value) -> shard.restore(key, value, nowMillis));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
