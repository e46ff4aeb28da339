package io.thalweg.broker.runtime.link;

/** The way onto one partition's loop. Thread-safe, never blocks. */
@FunctionalInterface
public interface PartitionMailbox {
    /**
     * Runs a short task on the loop, after everything posted before it.
     *
     * @return false if the mailbox is full or the partition is gone; the task will not run then
     */
    boolean offer(Runnable task);
}
