package io.thalweg.broker.runtime.loop;

/** Something to do on a partition loop. */
@FunctionalInterface
public interface LoopTask {
    /** Runs on the loop, before the turn's write. Must not block. */
    void run(Turn turn);

    /** Bytes of batches that the task carries; they count against the bounds of the mailbox and of a turn. */
    default long bytes() {
        return 0;
    }

    /** Whether it is about the bulk lane: then all other tasks go first. Bulk tasks keep their order among themselves. */
    default boolean bulk() {
        return false;
    }
}
