package io.thalweg.cli.chaos.network;

/** The ports of a broker. */
public enum Listener {
    CLIENT,
    PEER,
    RAFT,
    HTTP
}
