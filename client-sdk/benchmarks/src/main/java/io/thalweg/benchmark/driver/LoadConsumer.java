package io.thalweg.benchmark.driver;

import java.time.Duration;

/** A consumer of a whole topic. Used by one thread. */
public interface LoadConsumer extends AutoCloseable {
    /** Most records of one poll, for all systems. */
    int POLL_RECORDS = 10_000;

    /** Takes the value of each record. */
    interface Reader {
        void read(byte[] value);
    }

    /** Goes on with the first record of every partition. */
    void toBegin();

    /** Waits for records, at most this long, and returns how many there were. */
    int poll(Duration timeout, Reader reader);

    @Override
    void close();
}
