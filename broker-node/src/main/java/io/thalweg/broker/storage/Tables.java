package io.thalweg.broker.storage;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.TableKey;
import io.thalweg.broker.record.LogId;
import java.util.Arrays;
import java.util.Optional;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Reads of the derived tables. */
final class Tables {
    private Tables() {}

    static Optional<byte[]> value(Database database, LogId log, byte table, byte[] key) {
        try {
            return Optional.ofNullable(database.rocks().get(database.state(), StateRows.tableKey(log, table, key)));
        } catch (RocksDBException e) {
            throw database.fail("reading a row", e);
        }
    }

    static void scan(Database database, LogId log, TableKey from, LogStore.RowVisitor visitor) {
        byte[] prefix = StateRows.tableKey(log, from.table(), from.key());
        int skip = StateRows.tablePrefixBytes();
        try (Slice end = new Slice(StateRows.after(prefix));
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                RocksIterator rows = database.rocks().newIterator(database.state(), options)) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (!visitor.visit(Arrays.copyOfRange(key, skip, key.length), rows.value())) {
                    return;
                }
            }
            rows.status();
        } catch (RocksDBException e) {
            throw database.fail("scanning rows", e);
        }
    }
}
