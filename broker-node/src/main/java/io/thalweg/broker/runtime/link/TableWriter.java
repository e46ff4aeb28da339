package io.thalweg.broker.runtime.link;

/** Writes rows of a log's derived tables. Valid only during the call it was given to. */
public interface TableWriter {
    /** Sets a row. The arrays must not be changed afterwards. */
    void put(byte table, byte[] key, byte[] value);

    /** Removes a row, if it is there. */
    void remove(byte table, byte[] key);
}
