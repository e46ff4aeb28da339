package io.thalweg.benchmark.driver;

/**
 * Settings that every system's producer has. Acknowledgements are those of all in-sync replicas.
 *
 * @param batchBytes a batch is full at this many
 * @param lingerMillis how long a batch waits for more records
 * @param codec how batches are compressed
 */
public record ProducerSpec(int batchBytes, int lingerMillis, Codec codec) {
    /** Bytes of records that may wait or be on their way, per producer: Kafka's default, for all. */
    public static final long BUFFER_BYTES = 32L << 20;
    /** From the call of send to its outcome, milliseconds: Kafka's default, for all. */
    public static final int DELIVERY_MILLIS = 120_000;
}
