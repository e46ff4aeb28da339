package io.thalweg.cli.chaos.disk;

/** What a broker does that finds a byte of its folder wrong. */
public enum Reaction {
    /** It serves: the byte did not matter, or it had it elsewhere. */
    SERVES,
    /** It serves, but counts all its replicas as incomplete until they have caught up. */
    STARTS_LOSSY,
    /** It serves, but never the damaged records: once they are met, it copies the replica anew. */
    COPIES_REPLICA,
    /** It refuses to start; without {@code logs} it starts, and copies its replicas. */
    REFUSES_STORE,
    /** It refuses to start as long as the folder is as it is. */
    REFUSES
}
