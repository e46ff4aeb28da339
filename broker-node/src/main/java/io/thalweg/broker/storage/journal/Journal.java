package io.thalweg.broker.storage.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A journal that is being written: frames in files of bounded size, one open for appends, the others full. {@link #append}
 * by one thread at a time; everything else from any thread, beside it. After the first failure of an append or a sync both
 * fail for good, since what the files hold is unknown from there on.
 *
 * <p>An interrupt of a thread inside {@link #append} or {@link #sync} closes the file and thereby is such a failure.
 */
public final class Journal implements AutoCloseable {
    /** The next file is wanted once this part of one is full: idle journals need none. */
    private static final int SPARE_WANTED_AFTER = 16;

    private final Object lock = new Object();
    private final Object syncTurn = new Object();
    private final Path folder;
    private final long segmentBytes;
    private final SpareFile spare;
    private final Runnable onWork;

    /** The oldest first; the last one is open for appends. */
    @GuardedBy("lock")
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();

    @GuardedBy("syncTurn")
    private Segment named;

    /** These three are the appending thread's. */
    private Segment open;

    private boolean appending;
    private boolean asked;

    private volatile long appended;
    private volatile long durable;
    private volatile boolean failed;
    private volatile boolean wantsSpare;

    private Journal(Path folder, long segmentBytes, SpareFile spare, Runnable onWork, Segment first, long durable) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.spare = spare;
        this.onWork = onWork;
        this.appended = durable;
        this.durable = durable;
        open = first;
        named = first;
        segments.add(first);
    }

    /**
     * Begins a journal, in a folder that exists and may hold an earlier one. Everything before is durable in the database,
     * and nothing of the earlier one can be taken for a part of this one, whenever a crash comes.
     *
     * @param next sequence of the first frame to come
     * @param segmentBytes size at which a file is full
     * @param onWork called by the appending thread when a file is full or a spare one is wanted ({@link #wantsSpare}); must
     *     not block
     * @throws NoRoomException if the file system is full
     */
    public static Journal begin(Path folder, long next, long segmentBytes, Runnable onWork) throws IOException {
        SpareFile spare = new SpareFile(folder, segmentBytes);
        spare.discard();
        List<SegmentFile> earlier = SegmentFile.in(folder);
        removeLater(folder, earlier, next);
        Segment first;
        try {
            first = Segment.replace(folder, next);
        } catch (IOException e) {
            throw NoRoomException.ifSo(e, folder, SegmentFile.HEADER_BYTES);
        }
        for (SegmentFile file : earlier) {
            if (file.first() < next) {
                Files.deleteIfExists(file.path());
            }
        }
        return new Journal(folder, segmentBytes, spare, onWork, first, next - 1);
    }

    /** These would follow the new journal: they are gone for good before it begins, the last ones first. */
    private static void removeLater(Path folder, List<SegmentFile> earlier, long next) throws IOException {
        boolean removed = false;
        for (int i = earlier.size() - 1; i >= 0 && earlier.get(i).first() > next; i--) {
            Files.deleteIfExists(earlier.get(i).path());
            removed = true;
        }
        if (removed) {
            SegmentFile.forceNames(folder);
        }
    }

    /** Whether a folder holds files of a journal. */
    public static boolean isIn(Path folder) throws IOException {
        return !SegmentFile.in(folder).isEmpty();
    }

    /**
     * Appends a write: it survives the end of the process when this returns, and more after a {@link #sync}.
     *
     * @return its sequence, one more than that of the write before
     * @throws NoRoomException if the file system is full
     */
    public long append(Frame frame) throws IOException {
        failIfFailed();
        if (appending) {
            throw new IOException("the journal ends in a part of a frame");
        }
        appending = true;
        long sequence = appended + 1;
        try {
            if (open.size() > SegmentFile.HEADER_BYTES && (isFull(frame) || betterIsReady())) {
                beginSegment(sequence);
            }
            open.append(frame.seal(sequence, durable, open.size()), sequence);
        } catch (IOException e) {
            failed = true;
            throw NoRoomException.ifSo(e, folder, frame.bytes());
        }
        appended = sequence;
        appending = false;
        if (!asked && open.size() >= segmentBytes / SPARE_WANTED_AFTER) {
            asked = true;
            wantsSpare = true;
            onWork.run();
        }
        return sequence;
    }

    private boolean isFull(Frame frame) {
        return open.size() + frame.bytes() > segmentBytes;
    }

    /** A file that grows is left for one that was made ahead. */
    private boolean betterIsReady() {
        return !open.isMadeAhead() && spare.isReady();
    }

    private void beginSegment(long first) throws IOException {
        Segment next = Segment.create(folder, first, spare);
        synchronized (lock) {
            segments.add(next);
        }
        open = next;
        asked = false;
        onWork.run();
    }

    /** Whether the journal is used enough to want the file made ahead that it goes on in: {@link #makeSpare} should be called. */
    public boolean wantsSpare() {
        return wantsSpare;
    }

    /**
     * Makes a part of the next file, a mebibyte at most. Not needed, but syncs are faster in such a file. Called by one thread
     * that does nothing urgent, now and then as long as {@link #wantsSpare} says so, or the disk is kept busy with zeros.
     *
     * @throws IOException if the disk refuses, which harms nothing; the file is not wanted any more then
     */
    public void makeSpare() throws IOException {
        wantsSpare = false;
        if (spare.makeMore()) {
            wantsSpare = true;
        }
    }

    /**
     * Makes everything appended before the call durable. Appends go on; other syncs wait.
     *
     * @return the last sequence that is durable now
     */
    public long sync() throws IOException {
        long upTo = appended;
        synchronized (syncTurn) {
            failIfFailed();
            if (durable >= upTo) {
                return durable;
            }
            try {
                force();
            } catch (IOException e) {
                failed = true;
                throw e;
            }
            durable = upTo;
            return upTo;
        }
    }

    @GuardedBy("syncTurn")
    private void force() throws IOException {
        List<Segment> unforced = new ArrayList<>();
        synchronized (lock) {
            for (Segment segment : segments) {
                if (!segment.isFinished()) {
                    unforced.add(segment);
                }
            }
        }
        Segment newest = unforced.get(unforced.size() - 1);
        for (Segment segment : unforced) {
            segment.force();
            if (segment != newest) {
                segment.finish();
            }
        }
        if (newest != named) {
            SegmentFile.forceNames(folder);
            named = newest;
        }
    }

    /**
     * Removes the full files whose frames the database holds durably. What comes after them is made durable first, so that a
     * journal without its beginning is never without the rest.
     *
     * @param flushed sequence up to which the database holds everything
     */
    public void release(long flushed) throws IOException {
        if (!isReleasable(flushed)) {
            return;
        }
        sync();
        for (Segment segment : takeReleasable(flushed)) {
            segment.remove();
        }
    }

    private boolean isReleasable(long flushed) {
        synchronized (lock) {
            return segments.size() > 1 && segments.getFirst().last() <= flushed;
        }
    }

    private List<Segment> takeReleasable(long flushed) {
        List<Segment> taken = new ArrayList<>();
        synchronized (lock) {
            Iterator<Segment> oldest = segments.iterator();
            while (segments.size() > 1) {
                Segment segment = oldest.next();
                if (!segment.isFinished() || segment.last() > flushed) {
                    break;
                }
                oldest.remove();
                taken.add(segment);
            }
        }
        return taken;
    }

    /** Bytes of all files. */
    public long bytes() {
        synchronized (lock) {
            return segments.stream().mapToLong(Segment::size).sum();
        }
    }

    private void failIfFailed() throws IOException {
        if (failed) {
            throw new IOException("the journal failed before");
        }
    }

    /** Closes the files; {@link #sync} comes first, and nobody makes a spare file any more. */
    @Override
    public void close() throws IOException {
        try {
            spare.discard();
        } finally {
            synchronized (lock) {
                for (Segment segment : segments) {
                    segment.close();
                }
            }
        }
    }
}
