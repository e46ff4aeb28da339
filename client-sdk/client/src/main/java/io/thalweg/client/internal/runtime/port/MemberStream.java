package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.internal.retry.BrokerError;
import java.util.Set;

/** The stream of one member of a group to its coordinator. */
public interface MemberStream {
    void heartbeat();

    /** The member owns now exactly what the assignment of that epoch lists. */
    void confirm(long memberEpoch);

    /** Leaves the group and ends the stream. */
    void leave();

    void close();

    /** Called by the network. */
    interface Listener {
        void onJoined(String memberId, int heartbeatIntervalMillis);

        void onAssignment(long memberEpoch, Set<TopicPartition> owned);

        /** The coordinator lives. */
        void onHeartbeat();

        /** The stream is over; called once, also when it could not be opened. Not called after {@code close}, but after {@code leave}. */
        void onClosed(BrokerError error);
    }
}
