package io.thalweg.client.internal.batching;

/**
 * What compression makes of the batches of a topic, estimated from the last ones, so that a batch can be full by the bytes
 * that are sent. (Kafka's producer has the idea.) One thread observes, any may ask.
 */
public final class CompressionRatio {
    /** Bytes before compression in a batch, as a multiple of its size: however well they compress, someone unpacks them at once. */
    private static final int MOST = 4;

    /** What a new observation weighs, if its batch is full. */
    private static final double WEIGHT = 0.25;

    private final int batchBytes;
    private volatile double ratio = 1;

    /** @param batchBytes what a batch is to hold after compression */
    public CompressionRatio(int batchBytes) {
        this.batchBytes = batchBytes;
    }

    /** A batch was sealed. The less it held, the less it says. */
    public void observe(int bytes, int sealedBytes) {
        if (bytes > 0) {
            double before = ratio;
            double weight = WEIGHT * Math.min(1, (double) bytes / batchBytes);
            ratio = before + weight * ((double) sealedBytes / bytes - before);
        }
    }

    /**
     * Bytes before compression that a batch may hold.
     *
     * @param mostBytes what it must not exceed, even if these bytes do not compress
     */
    public int room(int mostBytes) {
        double room = batchBytes * Math.min(MOST, Math.max(1, 1 / ratio));
        return (int) Math.min(mostBytes, room);
    }
}
