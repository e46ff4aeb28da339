package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.internal.retry.BrokerError;
import java.util.Set;

/** The stream of one member of a group to its coordinator. */
public interface MemberStream {
    void heartbeat();

    /** The member owns now exactly what the assignment of that epoch lists. */
    void confirm(long memberEpoch);

    /** Leaves the group. Nothing may be sent after it; the listener hears {@code onLeft} when the coordinator has let the member go. */
    void leave();

    void close();

    /** Called by the network. */
    interface Listener {
        void onJoined(String memberId, int heartbeatIntervalMillis);

        void onAssignment(long memberEpoch, Set<TopicPartition> owned);

        /** The coordinator lives. */
        void onHeartbeat();

        /** The member is no longer in the group, as it asked. */
        void onLeft();

        /** The stream broke or could not be opened. This or {@code onLeft} is called once, neither after {@code close}. */
        void onClosed(BrokerError error);
    }
}
