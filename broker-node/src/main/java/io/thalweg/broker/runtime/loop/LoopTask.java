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
}
