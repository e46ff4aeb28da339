package io.thalweg.client.internal.batching;

import io.thalweg.client.api.producer.Partitioner;
import org.jspecify.annotations.Nullable;

/** The default partitioner: the same partition for a key as Kafka's clients choose, and sticky batches for records without a key. */
public final class Murmur2Partitioner implements Partitioner {
    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;
    private static final int SHIFT = 24;

    @Override
    public int partition(String topic, byte @Nullable [] key, int partitions) {
        return key == null ? STICKY : (murmur2(key) & Integer.MAX_VALUE) % partitions;
    }

    /** The 32-bit murmur2 hash with the seed that Kafka uses. */
    static int murmur2(byte[] data) {
        int hash = SEED ^ data.length;
        int whole = data.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int word = (data[i] & 0xff)
                    | (data[i + 1] & 0xff) << 8
                    | (data[i + 2] & 0xff) << 16
                    | (data[i + 3] & 0xff) << 24;
            word *= MULTIPLIER;
            word ^= word >>> SHIFT;
            hash = hash * MULTIPLIER ^ word * MULTIPLIER;
        }
        int tail = 0;
        for (int i = data.length - 1; i >= whole; i--) {
            tail = tail << 8 | (data[i] & 0xff);
        }
        if (whole < data.length) {
            hash = (hash ^ tail) * MULTIPLIER;
        }
        hash = (hash ^ hash >>> 13) * MULTIPLIER;
        return hash ^ hash >>> 15;
    }
}
