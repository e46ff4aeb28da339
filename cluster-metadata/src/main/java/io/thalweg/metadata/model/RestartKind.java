package io.thalweg.metadata.model;

/** What a broker can say about the bytes it had written before it started; decides whether its holder entries are carried. */
public enum RestartKind {
    /** Closed in order: everything written is there. */
    CLEAN,
    /** The process ended but the machine did not: everything written is there. */
    PROCESS,
    /** The machine ended: everything synced is there; partitions with unsynced acknowledgements are listed as lossy. */
    POWER,
    /** Bytes may be missing: nothing is carried. */
    LOSSY
}
