package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.internal.runtime.port.ProduceCommand;
import io.thalweg.client.internal.runtime.port.ProduceConnections;
import io.thalweg.client.internal.runtime.port.ProduceStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Streams of appends to it are opened and never stand. */
final class UnreachedBroker implements ProduceConnections {
    static final BrokerAddress ADDRESS = new BrokerAddress("127.0.0.1", 9);

    private final List<ProduceStream.Listener> opened = new CopyOnWriteArrayList<>();

    /** Listeners of the streams, in the order in which they were opened. */
    List<ProduceStream.Listener> opened() {
        return opened;
    }

    @Override
    public ProduceStream produce(BrokerAddress broker, ProduceStream.Listener listener) {
        opened.add(listener);
        return new ProduceStream() {
            @Override
            public boolean isReady() {
                return false;
            }

            @Override
            public void send(ProduceCommand command) {
                throw new IllegalStateException("the stream does not stand");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void connectNow(BrokerAddress broker) {}
}
