package io.thalweg.client.api.producer;

/** What a send waits for. */
public enum Acks {
    /** Every holder of the partition has the record durably: the default, and the only one that survives the loss of a broker. */
    ALL,
    /** The leader has the record durably. */
    LEADER,
    /** The leader took the record; nothing is promised and the offset is not known. */
    NONE
}
