package io.thalweg.broker.runtime.access;

import io.thalweg.broker.replication.action.Acks;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of this broker, for services. Every method may be called from any thread; none waits for the disk
 * except {@link #read} and {@link #offsetForTime}, which may read from it.
 */
public interface PartitionAccess {
    /**
     * Hands a batch to the partition's loop. The listener is called exactly once, on a thread that must not be blocked:
     * on the calling thread if the append is refused at the door (not hosted here, mailbox full, shutting down), else on
     * the partition's loop. With {@link Acks#NONE} it is called when the batch was written.
     */
    void append(AppendRequest request, AppendListener listener);

    /**
     * Reads committed batches of a partition that this broker leads, from the one that contains {@code offset}. Blocks
     * the calling thread while the disk is read; recent batches come from memory.
     *
     * @param positionEpoch leader epoch of the record before {@code offset} if the reader knows it; a reader that saw
     *     another history is refused
     * @param maxBytes bound on the bytes returned, but for the first batch
     * @return data (empty if {@code offset} is the high watermark), or why not
     */
    ReadOutcome read(PartitionId partition, long offset, OptionalLong positionEpoch, int maxBytes);

    /**
     * First offset below the high watermark of a batch whose latest create time is at or after a time; the high
     * watermark if there is none. Only on the leader. May read from the disk.
     */
    OffsetOutcome offsetForTime(PartitionId partition, long timeMillis);

    /**
     * Wakes the caller after the high watermark has grown, the log start has moved or the leadership has changed. Wake-ups
     * are coalesced: one call may stand for many changes, so look at {@link #positions} or read again. It runs on a loop and must not
     * block. A partition that is not hosted here gives a subscription that is never woken, except that it is woken when
     * the partition appears here.
     */
    Subscription onCommitted(PartitionId partition, Runnable wakeUp);

    /** The partition's positions now. */
    PositionsOutcome positions(PartitionId partition);

    /** What this broker's replica of the partition has, or null if there is none. */
    @Nullable
    ReplicaReport replica(PartitionUid partition);
}
