package io.thalweg.broker.replication;

/**
 * Values by ascending key, where keys are added at the end and removed at both ends: a ring of longs, since there may be ten
 * thousand idle ones. Not thread-safe.
 */
final class LongPairs {
    /** No position. */
    static final int NONE = -1;

    private static final int PAIR = 2;

    /** A ring that is longer gives back what it does not need. */
    private static final int KEPT = 256;

    /** So many times as long as needed. */
    private static final int TOO_LONG = 4;

    /** Key and value in turn; the length is a power of two. */
    private long[] ring = new long[PAIR];

    private int first;
    private int size;

    int size() {
        return size;
    }

    long key(int position) {
        return ring[slot(position)];
    }

    long value(int position) {
        return ring[slot(position) + 1];
    }

    long firstKey() {
        return key(0);
    }

    /** Adds a pair behind the others, or changes the value of the last key. */
    void put(long key, long value) {
        if (size > 0 && key(size - 1) >= key) {
            Invariant.check(key(size - 1) == key, "pairs are added in order of their keys");
            size--;
        }
        if (size * PAIR == ring.length) {
            resize(ring.length * 2);
        }
        int slot = slot(size);
        ring[slot] = key;
        ring[slot + 1] = value;
        size++;
    }

    /** Position of a key, or {@link #NONE}. */
    int find(long key) {
        int floor = floor(key);
        return floor != NONE && key(floor) == key ? floor : NONE;
    }

    /** Position of the last key at or below this one, or {@link #NONE}. */
    int floor(long key) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key(middle) <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    void removeFirst() {
        Invariant.check(size > 0, "there is a pair to remove");
        first = (first + PAIR) & (ring.length - 1);
        size--;
        giveBack();
    }

    /** Removes all with a larger key. */
    void removeAbove(long key) {
        size = floor(key) + 1;
        giveBack();
    }

    /** Lowers larger values to this one. */
    void lowerValuesTo(long value) {
        for (int position = 0; position < size; position++) {
            int at = slot(position) + 1;
            ring[at] = Math.min(ring[at], value);
        }
    }

    void clear() {
        size = 0;
        giveBack();
    }

    /** Pairs that fit without a longer ring. */
    int capacity() {
        return ring.length / PAIR;
    }

    private int slot(int position) {
        return (first + position * PAIR) & (ring.length - 1);
    }

    private void giveBack() {
        int length = ring.length;
        while (length > KEPT && size * PAIR * TOO_LONG <= length) {
            length /= 2;
        }
        if (length < ring.length) {
            resize(length);
        }
    }

    private void resize(int length) {
        long[] next = new long[length];
        int used = size * PAIR;
        int untilWrap = Math.min(used, ring.length - first);
        System.arraycopy(ring, first, next, 0, untilWrap);
        System.arraycopy(ring, 0, next, untilWrap, used - untilWrap);
        ring = next;
        first = 0;
    }
}
