package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.internal.retry.BrokerError;

/** A stream of appends to one broker. Requests are answered in order within a partition. */
public interface ProduceStream {
    /** The connection stands and can take more. */
    boolean isReady();

    void send(ProduceCommand command);

    void close();

    /** Called by the network. */
    interface Listener {
        void onAnswer(ProduceAnswer answer);

        /** {@link ProduceStream#isReady} has become true. */
        void onReady();

        /** The stream is over; called once, also when it could not be opened. Not called after {@code close}. */
        void onClosed(BrokerError error);
    }
}
