package io.thalweg.broker.storage;

import java.util.List;
import org.rocksdb.RocksObject;

/** Closes native objects, whose owners must outlive them: last opened, first closed. */
final class Natives {
    private Natives() {}

    static void closeInReverse(List<? extends AutoCloseable> natives) {
        for (int i = natives.size() - 1; i >= 0; i--) {
            AutoCloseable each = natives.get(i);
            if (each instanceof RocksObject object) {
                object.close();
            } else if (each instanceof RocksOptions options) {
                options.close();
            }
        }
    }
}
