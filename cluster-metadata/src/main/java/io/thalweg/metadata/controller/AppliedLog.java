package io.thalweg.metadata.controller;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.thalweg.metadata.image.ClusterImage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The current image and the last commands that led to it: what a feed sends.
 *
 * <p>One thread adds, in index order; any thread reads. Bounded by entries and by bytes. Invariant: applying the held
 * entries to the image at {@code floor} gives the current image.
 */
public final class AppliedLog {

    /** Most entries held. */
    public static final int MAX_ENTRIES = 10_000;

    /** Most encoded bytes held. */
    public static final long MAX_BYTES = 64L << 20;

    private final Object lock = new Object();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private volatile ClusterImage image;

    @GuardedBy("lock")
    private final TreeMap<Long, AppliedEntry> entries = new TreeMap<>();

    @GuardedBy("lock")
    private long bytes;

    @GuardedBy("lock")
    private long floor;

    /** An empty log that stands at the image. */
    public AppliedLog(ClusterImage image) {
        this.image = image;
        this.floor = image.index();
    }

    /** The newest image. */
    public ClusterImage image() {
        return image;
    }

    /** Log index of the newest image. */
    public long index() {
        return image.index();
    }

    /** Adds the command that led from the current image to {@code next}; wakes the listeners. */
    public void add(AppliedEntry entry, ClusterImage next) {
        synchronized (lock) {
            entries.put(entry.index(), entry);
            bytes += entry.size();
            while (entries.size() > MAX_ENTRIES || (bytes > MAX_BYTES && entries.size() > 1)) {
                dropOldest();
            }
            image = next;
        }
        listeners.forEach(Runnable::run);
    }

    /** Starts over from an image that was not reached by {@link #add}, such as a snapshot; wakes the listeners. */
    public void restart(ClusterImage next) {
        synchronized (lock) {
            entries.clear();
            bytes = 0;
            floor = next.index();
            image = next;
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * Entries above an index, oldest first.
     *
     * @param index index of the image that the reader holds
     * @param maxBytes the list ends before the entry that exceeds it, but has at least one entry if there is any
     * @return null if the log does not reach back to the index, or is behind it: the reader needs a whole image
     */
    public @Nullable List<AppliedEntry> after(long index, long maxBytes) {
        synchronized (lock) {
            if (index < floor || index > image.index()) {
                return null;
            }
            List<AppliedEntry> found = new ArrayList<>();
            long total = 0;
            for (AppliedEntry entry : entries.tailMap(index, false).values()) {
                total += entry.size();
                if (total > maxBytes && !found.isEmpty()) {
                    break;
                }
                found.add(entry);
            }
            return found;
        }
    }

    /** Calls {@code listener} after every change, on the thread that changed it; it must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @GuardedBy("lock")
    private void dropOldest() {
        AppliedEntry oldest = entries.pollFirstEntry().getValue();
        floor = oldest.index();
        bytes -= oldest.size();
    }
}
