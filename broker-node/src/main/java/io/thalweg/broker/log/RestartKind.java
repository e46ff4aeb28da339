package io.thalweg.broker.log;

/** How the process before this one ended, from best to worst; what it means for the logs. */
public enum RestartKind {
    /** Stopped in order: everything is there. */
    CLEAN,
    /** The process died, the machine did not: what was written is there, synced or not. */
    PROCESS,
    /** The machine went down: what was synced is there. */
    POWER,
    /** Anything may be missing: damage, an I/O error, a copied or new folder. */
    LOSSY;

    RestartKind worse(RestartKind other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
