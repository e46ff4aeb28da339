package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.api.BrokerAddress;

/** What sending appends needs of the network. Thread-safe; nothing here blocks. */
public interface ProduceConnections {
    /** Opens a stream of appends. */
    ProduceStream produce(BrokerAddress broker, ProduceStream.Listener listener);

    /** Ends the wait that the network keeps between attempts to connect to a broker. */
    void connectNow(BrokerAddress broker);
}
