package io.thalweg.broker.runtime.loop;

import io.thalweg.broker.log.LogChanges;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One pass of a loop: everything drained from the mailbox decides, one write stores it, then follow the actions that
 * wait for the write. Reused from pass to pass; only for the loop's thread.
 */
public final class Turn {
    private final LogChanges changes = new LogChanges();
    private final Set<TurnMember> touched = new LinkedHashSet<>();
    private final List<Runnable> afterMembers = new ArrayList<>();
    private final int loop;
    private long number;
    private long monotonicMillis;
    private long wallMillis;
    private long writtenSequence;

    Turn(int loop) {
        this.loop = loop;
    }

    /** Number of the loop, from 0. */
    public int loop() {
        return loop;
    }

    /** Grows with each turn of the loop. */
    public long number() {
        return number;
    }

    /** The monotonic clock at the beginning of the turn, for timers. */
    public long monotonicMillis() {
        return monotonicMillis;
    }

    /** The wall clock at the beginning of the turn, in milliseconds since the epoch. */
    public long wallMillis() {
        return wallMillis;
    }

    /** What the turn's write will store. After the write: what the next pass will store. */
    public LogChanges changes() {
        return changes;
    }

    /** {@link TurnMember#afterWrite} will be called for this member, once, after the write. */
    public void touch(TurnMember member) {
        touched.add(member);
    }

    /** Runs when all members have had their {@link TurnMember#afterWrite}. */
    public void atEnd(Runnable task) {
        afterMembers.add(task);
    }

    /** The store's sequence with this turn's write in it. Only after the write. */
    public long writtenSequence() {
        return writtenSequence;
    }

    void begin(long monotonic, long wall) {
        number++;
        monotonicMillis = monotonic;
        wallMillis = wall;
    }

    boolean isEmpty() {
        return touched.isEmpty() && afterMembers.isEmpty() && changes.isEmpty();
    }

    void written(long sequence) {
        writtenSequence = sequence;
        changes.clear();
    }

    List<TurnMember> takeTouched() {
        List<TurnMember> members = List.copyOf(touched);
        touched.clear();
        return members;
    }

    List<Runnable> takeAfterMembers() {
        List<Runnable> tasks = List.copyOf(afterMembers);
        afterMembers.clear();
        return tasks;
    }
}
