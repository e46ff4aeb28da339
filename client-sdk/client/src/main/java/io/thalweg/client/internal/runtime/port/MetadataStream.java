package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.routing.ClusterUpdate;
import java.util.Collection;

/** A stream on which one broker reports the cluster. */
public interface MetadataStream {
    /** Watches these topics as well, and asks for a report at once, from an image of at least this index. */
    void watch(Collection<String> topics, long atLeastIndex);

    void close();

    /** Called by the network. */
    interface Listener {
        void onUpdate(ClusterUpdate update);

        /** The stream is over; called once, also when it could not be opened. Not called after {@code close}. */
        void onClosed(BrokerError error);
    }
}
