package io.thalweg.broker.runtime.group;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decisions on their way to commitment, in order. What follows from one is done when it and all before it are
 * committed, so nobody acts on a decision that a failover could undo. Used by one thread.
 */
final class PendingDecisions {
    /** What follows from a decision. */
    static final class Entry {
        private final Runnable committed;
        private final Consumer<GroupRefusal> failed;
        private boolean settled;

        private Entry(Runnable committed, Consumer<GroupRefusal> failed) {
            this.committed = committed;
            this.failed = failed;
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>();

    int size() {
        return entries.size();
    }

    Entry add(Runnable committed, Consumer<GroupRefusal> failed) {
        Entry entry = new Entry(committed, failed);
        entries.add(entry);
        return entry;
    }

    /** The entry's own rows, if it has any, are committed. */
    void settle(Entry entry) {
        entry.settled = true;
        Entry first = entries.peek();
        while (first != null && first.settled) {
            entries.remove();
            first.committed.run();
            first = entries.peek();
        }
    }

    /** Whether the entry still waits here: it was neither done nor failed. */
    boolean waits(Entry entry) {
        return entries.contains(entry);
    }

    void failAll(GroupRefusal refusal) {
        List<Entry> failing = new ArrayList<>(entries);
        entries.clear();
        failing.forEach(entry -> entry.failed.accept(refusal));
    }
}
