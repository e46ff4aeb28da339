package io.thalweg.broker.storage;

/**
 * How much memory and disk the log store may use. The defaults suit a small broker: idle it takes a few tens of MB,
 * under load at most about {@code writeBufferLimitBytes + blockCacheBytes} outside the heap.
 *
 * @param dataWriteBufferBytes size at which batches in memory are flushed to a file; bounds the replay at restart
 * @param writeBuffers how many buffers of each family may exist while flushing lags behind
 * @param indexWriteBufferBytes the same for the index and the derived tables
 * @param writeBufferLimitBytes bound on all write buffers together, counted against the block cache
 * @param blockCacheBytes cache of index blocks and cold reads; what was read is in the operating system's page cache
 * @param maxJournalBytes journal kept before the buffers are flushed
 * @param backgroundJobs threads that flush and move files
 */
public record StorageSettings(
        long dataWriteBufferBytes,
        int writeBuffers,
        long indexWriteBufferBytes,
        long writeBufferLimitBytes,
        long blockCacheBytes,
        long maxJournalBytes,
        int backgroundJobs) {
    private static final long MEBIBYTE = 1L << 20;
    private static final long LARGEST_SEGMENT_BYTES = 64 * MEBIBYTE;
    private static final long LEAST_SEGMENTS = 8;

    public StorageSettings {
        requireAtLeast("dataWriteBufferBytes", dataWriteBufferBytes, MEBIBYTE);
        requireAtLeast("writeBuffers", writeBuffers, 2);
        requireAtLeast("indexWriteBufferBytes", indexWriteBufferBytes, MEBIBYTE);
        requireAtLeast("writeBufferLimitBytes", writeBufferLimitBytes, dataWriteBufferBytes);
        requireAtLeast("blockCacheBytes", blockCacheBytes, MEBIBYTE);
        requireAtLeast("maxJournalBytes", maxJournalBytes, dataWriteBufferBytes);
        requireAtLeast("backgroundJobs", backgroundJobs, 1);
    }

    /** 64 MiB data buffers, three of them; 16 MiB index buffers; 256 MiB in all; 32 MiB cache; 512 MiB journal; 2 jobs. */
    public static StorageSettings defaults() {
        return new StorageSettings(64 * MEBIBYTE, 3, 16 * MEBIBYTE, 256 * MEBIBYTE, 32 * MEBIBYTE, 512 * MEBIBYTE, 2);
    }

    /** Bound on the memory outside the heap, but for what one write and one flush are above it. */
    public long memoryBytes() {
        return writeBufferLimitBytes + blockCacheBytes;
    }

    /** Size at which a file of the journal is full: as large as is useful, but a small part of the whole. */
    long journalSegmentBytes() {
        return Math.min(LARGEST_SEGMENT_BYTES, Math.max(MEBIBYTE, maxJournalBytes / LEAST_SEGMENTS));
    }

    private static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
        }
    }
}
