package io.thalweg.broker.runtime.link;

import io.thalweg.broker.log.LogStore;
import org.jspecify.annotations.Nullable;

/** Reads rows of one log's derived tables as they were last written. Blocks on the disk; from any thread. */
public interface TableReader {
    byte @Nullable [] value(byte table, byte[] key);

    /** Visits the rows whose keys begin with a prefix, in unsigned byte order of the keys. */
    void scan(byte table, byte[] keyPrefix, LogStore.RowVisitor visitor);
}
