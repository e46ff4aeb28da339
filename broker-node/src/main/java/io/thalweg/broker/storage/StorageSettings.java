package io.thalweg.broker.storage;

/**
 * How much memory and disk the log store may use. The defaults suit a small broker: idle it takes a few tens of MB,
 * under load at most about {@code writeBufferLimitBytes + blockCacheBytes} outside the heap.
 *
 * @param dataWriteBufferBytes size at which batches in memory are flushed to a file; bounds the replay at restart
 * @param dataWriteBuffers how many such buffers may exist while flushing lags behind
 * @param indexWriteBufferBytes the same for the index and the derived tables
 * @param writeBufferLimitBytes bound on all write buffers together, counted against the block cache
 * @param blockCacheBytes cache of index blocks and cold reads; recent data is in the operating system's page cache
 * @param maxWalBytes write-ahead log kept before the oldest buffers are flushed
 * @param backgroundJobs threads that flush and move files
 */
public record StorageSettings(
        long dataWriteBufferBytes,
        int dataWriteBuffers,
        long indexWriteBufferBytes,
        long writeBufferLimitBytes,
        long blockCacheBytes,
        long maxWalBytes,
        int backgroundJobs) {
    private static final long MEBIBYTE = 1L << 20;

    public StorageSettings {
        requireAtLeast("dataWriteBufferBytes", dataWriteBufferBytes, MEBIBYTE);
        requireAtLeast("dataWriteBuffers", dataWriteBuffers, 2);
        requireAtLeast("indexWriteBufferBytes", indexWriteBufferBytes, MEBIBYTE);
        requireAtLeast("writeBufferLimitBytes", writeBufferLimitBytes, dataWriteBufferBytes);
        requireAtLeast("blockCacheBytes", blockCacheBytes, MEBIBYTE);
        requireAtLeast("maxWalBytes", maxWalBytes, dataWriteBufferBytes);
        requireAtLeast("backgroundJobs", backgroundJobs, 1);
    }

    /** 64 MiB data buffers, three of them; 16 MiB index buffers; 256 MiB in all; 32 MiB cache; 512 MiB log; 2 jobs. */
    public static StorageSettings defaults() {
        return new StorageSettings(64 * MEBIBYTE, 3, 16 * MEBIBYTE, 256 * MEBIBYTE, 32 * MEBIBYTE, 512 * MEBIBYTE, 2);
    }

    private static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
        }
    }
}
