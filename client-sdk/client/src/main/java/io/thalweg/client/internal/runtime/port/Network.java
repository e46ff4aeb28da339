package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.api.BrokerAddress;
import java.util.concurrent.CompletableFuture;

/**
 * The connections to brokers. Thread-safe. Nothing here blocks. Listeners are called by threads of the network, one call at a time per stream, and must
 * return at once. Futures fail with {@code ThalwegException}; a broken or impossible connection is {@code CONNECTION_LOST} or {@code UNREACHABLE}.
 */
public interface Network extends ProduceConnections {
    /** Opens a stream of metadata. */
    MetadataStream watch(BrokerAddress broker, MetadataStream.Listener listener);

    /** Opens a stream of records. */
    FetchStream fetch(BrokerAddress broker, FetchStream.Listener listener);

    /** Opens the membership of a group's member. */
    MemberStream join(BrokerAddress coordinator, JoinRequest request, MemberStream.Listener listener);

    /** A new producer id. */
    CompletableFuture<ProducerIdentity> initProducer(BrokerAddress broker);

    ReadCalls reads();

    GroupCalls groups();

    AdminCalls admin();

    /** Breaks all streams and frees everything. */
    void close();
}
