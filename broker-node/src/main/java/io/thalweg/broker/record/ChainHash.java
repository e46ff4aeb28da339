package io.thalweg.broker.record;

/**
 * The hash that ties a batch to everything before it. Two logs with the same value at the same offset hold the same
 * history, up to the chance of a 64-bit collision. Each step is a bijection of the previous value, so two different
 * histories followed by the same batches never become equal again.
 */
public final class ChainHash {
    /** Value of a log in which nothing was ever appended. */
    public static final long EMPTY = 0;

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private ChainHash() {}

    /** The value after a batch with these header fields, given the value before it. */
    public static long next(long previous, int crc, long baseOffset, long leaderEpoch, long appendTimeMillis) {
        long hash = mix(previous + GOLDEN_RATIO);
        hash = mix(hash ^ Integer.toUnsignedLong(crc));
        hash = mix(hash ^ baseOffset);
        hash = mix(hash ^ leaderEpoch);
        return mix(hash ^ appendTimeMillis);
    }

    private static long mix(long value) {
        long hash = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }
}
