package io.thalweg.broker.log;

import java.util.Arrays;

/** A row's place in one of a log's derived tables: the table's number and the row's key, ordered as unsigned bytes. */
public final class TableKey implements Comparable<TableKey> {
    private final byte table;
    private final byte[] key;

    public TableKey(byte table, byte[] key) {
        this.table = table;
        this.key = key;
    }

    public byte table() {
        return table;
    }

    /** The array itself, not a copy. */
    public byte[] key() {
        return key;
    }

    @Override
    public int compareTo(TableKey other) {
        int byTable = Byte.compareUnsigned(table, other.table);
        return byTable != 0 ? byTable : Arrays.compareUnsigned(key, other.key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableKey that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(key) + table;
    }
}
