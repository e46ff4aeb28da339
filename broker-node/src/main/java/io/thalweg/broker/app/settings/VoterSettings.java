package io.thalweg.broker.app.settings;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;

/**
 * One entry of {@code metadata.voters}.
 *
 * @param broker the broker that votes
 * @param host where it is dialled
 * @param peerPort port of its peer listener
 * @param raftPort port of its Raft listener
 */
public record VoterSettings(BrokerId broker, String host, int peerPort, int raftPort) {

    /** Where its metadata service is dialled. */
    public Endpoint peer() {
        return new Endpoint(host, peerPort);
    }

    /** Where its Raft server is dialled. */
    public Endpoint raft() {
        return new Endpoint(host, raftPort);
    }
}
