package io.thalweg.broker.runtime.link;

import io.thalweg.metadata.model.PartitionId;

/** What the runtime tells metrics. Called on the runtime's own threads, often: cheap, thread-safe, never blocking. */
public interface RuntimeListener {
    /** Hears nothing. */
    RuntimeListener NONE = new RuntimeListener() {};

    /** Batches of producers that one turn of a loop stored on leaders. */
    default void appended(int loop, int batches, long records, long bytes) {}

    /** Batches from leaders that one turn of a loop stored on followers. */
    default void replicated(int loop, int batches, long bytes) {}

    /** An append was refused; the reason is a name of {@code ErrorReason} without its prefix. */
    default void refused(String reason) {}

    /** One turn of a loop: how many mailbox entries it took, how many waited behind them, and how long it took. */
    default void turned(int loop, int taken, int waiting, long nanos) {}

    /** One write to the store. */
    default void wrote(int loop, long bytes, long nanos) {}

    /** One sync of the store. */
    default void synced(long nanos) {}

    /** The high watermark of a led partition; the lag is the log end minus it. At most once per second and partition. */
    default void highWatermark(PartitionId partition, long highWatermark, long lag) {}

    /** Batches that a leader sent to a follower, on the bulk lane or on the hot one. */
    default void fed(boolean bulk, long bytes) {}

    /** A read of a consumer or follower: from memory or from the store. */
    default void read(boolean fromMemory, long bytes) {}

    /** A replica stopped because its bytes or its leader's are wrong; an operator should know. */
    default void faulted(PartitionId partition, String cause) {}

    /** Records that a recovery declared lost were copied to quarantine, to be cut from the log. */
    default void quarantined(PartitionId partition, long records, long bytes) {}

    /** Leaders and replicas hosted here, after an image was acted on. */
    default void hosted(int leaders, int replicas) {}

    /** Retention or reclaim gave space back. */
    default void reclaimed(long bytes) {}
}
