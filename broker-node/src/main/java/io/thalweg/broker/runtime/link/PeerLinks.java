package io.thalweg.broker.runtime.link;

import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.PartitionUid;

/**
 * The replication streams to other brokers. Thread-safe, never blocks; what is sent on a stream that is gone is dropped.
 * Data may be held back until {@link #flushData}, acknowledgements until {@link #flush}, marks for a tenth of a second.
 */
public interface PeerLinks extends AutoCloseable {
    /** Begins to accept and to make streams. Called once, before anything else. */
    void start(PeerListener listener);

    /** Where the brokers are, and under which epoch this process is registered. */
    void onImage(ClusterImage image, BrokerEpoch ownEpoch);

    /** Sends to the follower at the other end of a stream that it dialled. */
    void send(PeerStream stream, PartitionUid partition, LeaderMessage message);

    /** Sends to the leader at the other end of a stream that this broker dialled. */
    void send(PeerStream stream, PartitionUid partition, FollowerMessage message);

    /** Sends the data that was held back on any stream. Called after each write of a turn and what followed from it. */
    void flushData();

    /** Sends the acknowledgements that were held back on any stream. Called at the end of a turn. */
    void flush();

    /**
     * A stream of this lane to this leader is wanted. {@link PeerListener#leaderConnected} answers, at once if there is
     * one.
     */
    void requestLink(BrokerId leader, Lane lane);

    /** Batches received on a stream that this broker dialled were stored or dropped: the leader may send as many bytes more. */
    void release(PeerStream stream, long bytes);

    /** Closes every stream. */
    @Override
    void close();
}
