package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.internal.retry.BrokerError;

/** A stream of records from one broker, paced by credits. */
public interface FetchStream {
    /** Lets the broker push a partition from an offset on. */
    void open(OpenCommand command);

    void stop(int subscription);

    /** Lets the broker send that many more bytes. */
    void credit(long bytes);

    void close();

    /** Called by the network. */
    interface Listener {
        void onData(FetchedData data);

        /** The broker stopped one subscription. */
        void onEnded(int subscription, BrokerError error);

        /** The stream is over; called once, also when it could not be opened. Not called after {@code close}. */
        void onClosed(BrokerError error);
    }
}
