package io.thalweg.benchmark.driver;

import org.jspecify.annotations.Nullable;

/** A producer. {@link #send} is called by one thread; outcomes come on the library's own. */
public interface LoadProducer extends AutoCloseable {
    /** Lets the library choose the partition. */
    int ANY_PARTITION = -1;

    /** Told once per record. Must be quick. */
    interface Outcome {
        void done(@Nullable Throwable failure);
    }

    /** Sends in the background; waits while the buffer is full. The value must not be changed afterwards. */
    void send(String topic, int partition, byte @Nullable [] key, byte[] value, Outcome outcome);

    /** Waits for the outcomes of all that was sent. */
    void flush();

    @Override
    void close();
}
