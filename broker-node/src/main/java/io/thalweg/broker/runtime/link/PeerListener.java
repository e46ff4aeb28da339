package io.thalweg.broker.runtime.link;

import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.PartitionUid;

/** What arrives on the replication streams. Called from network threads, in order per stream; never blocks. */
public interface PeerListener {
    /** A stream that this broker dialled is ready. */
    void leaderConnected(PeerStream stream);

    /** A follower dialled; it grants credit before anything can be sent to it. */
    void followerConnected(PeerStream stream);

    /** A stream, dialled by either side, is gone. Nothing arrives on it afterwards. */
    void disconnected(PeerStream stream);

    /** On a stream that a follower dialled. */
    void fromFollower(PeerStream stream, PartitionUid partition, FollowerMessage message);

    /**
     * On a stream that this broker dialled. The checksum of every batch was checked.
     *
     * @param bytes bytes of batches in the message, to be given back by {@link PeerLinks#release}
     */
    void fromLeader(PeerStream stream, PartitionUid partition, LeaderMessage message, long bytes);

    /** The follower of this stream takes so many bytes more. */
    void credit(PeerStream stream, long bytes);
}
