package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.internal.runtime.port.AdminCalls;
import io.thalweg.client.internal.runtime.port.FetchStream;
import io.thalweg.client.internal.runtime.port.GroupCalls;
import io.thalweg.client.internal.runtime.port.JoinRequest;
import io.thalweg.client.internal.runtime.port.MemberStream;
import io.thalweg.client.internal.runtime.port.MetadataStream;
import io.thalweg.client.internal.runtime.port.Network;
import io.thalweg.client.internal.runtime.port.ProduceCommand;
import io.thalweg.client.internal.runtime.port.ProduceStream;
import io.thalweg.client.internal.runtime.port.ProducerIdentity;
import io.thalweg.client.internal.runtime.port.ReadCalls;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network on which streams of appends are opened and never stand. */
final class ProduceNetwork implements Network {
    static final BrokerAddress BROKER = new BrokerAddress("127.0.0.1", 9);

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

    @Override
    public void close() {}

    @Override
    public MetadataStream watch(BrokerAddress broker, MetadataStream.Listener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FetchStream fetch(BrokerAddress broker, FetchStream.Listener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MemberStream join(BrokerAddress coordinator, JoinRequest request, MemberStream.Listener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<ProducerIdentity> initProducer(BrokerAddress broker) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ReadCalls reads() {
        throw new UnsupportedOperationException();
    }

    @Override
    public GroupCalls groups() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AdminCalls admin() {
        throw new UnsupportedOperationException();
    }
}
