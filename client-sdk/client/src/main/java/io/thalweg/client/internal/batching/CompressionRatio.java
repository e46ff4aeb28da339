package io.thalweg.client.internal.batching;

/**
 * What compression makes of the batches of a topic, estimated from the last ones, so that a batch can be full by the bytes
 * that are sent. (Kafka's producer has the idea.) Thread-safe.
 */
public final class CompressionRatio {
    /** Bytes before compression in a batch, as a multiple of its size: however well they compress, someone unpacks them at once. */
    private static final int MOST = 4;

    /** What a new observation weighs. */
    private static final double WEIGHT = 0.25;

    private volatile double ratio = 1;

    /** A batch was sealed. */
    public synchronized void observe(int bytes, int sealedBytes) {
        if (bytes > 0) {
            ratio += WEIGHT * ((double) sealedBytes / bytes - ratio);
        }
    }

    /**
     * Bytes before compression that a batch may hold.
     *
     * @param batchBytes what it is to hold after compression
     * @param mostBytes what it must not exceed, even if these bytes do not compress
     */
    public int room(int batchBytes, int mostBytes) {
        double room = batchBytes * Math.min(MOST, Math.max(1, 1 / ratio));
        return (int) Math.min(mostBytes, room);
    }
}
