package io.thalweg.metadata.model;

/**
 * One member of the metadata quorum, as the settings of every voter list it.
 *
 * @param id broker id, also the voter's id; at least 1
 * @param host name that the other voters resolve
 * @param peerPort port of its sessions, feed and replication
 * @param raftPort port of its Raft server
 */
public record Voter(int id, String host, int peerPort, int raftPort) {

    /** Throws {@code IllegalArgumentException} for an id below 1, an empty host or a port outside 1 to 65535. */
    public Voter {
        if (id < 1) {
            throw new IllegalArgumentException("voter id must be at least 1, got " + id);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("voter " + id + " has no host");
        }
        requirePort(id, peerPort);
        requirePort(id, raftPort);
    }

    private static void requirePort(int id, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("voter " + id + " has port " + port + " outside 1 to 65535");
        }
    }
}
