package io.thalweg.broker.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal when a database is opened: hands over the frames that the database lacks, up to the first one that is not
 * intact, and tells whether what is missing there can be what a crash leaves, or is damage.
 *
 * <p>It is damage if the frame was known as durable by one behind it, or if nothing of it is missing: a write that was
 * interrupted ends with the file or has sectors that were never written and are zeros, and a changed bit makes neither.
 */
public final class JournalReplay {
    /** Instead of a sequence, of a database that never had a journal. */
    public static final long NO_JOURNAL = -1;

    private final List<SegmentFile> files;
    private final boolean hadJournal;
    private final long applied;
    private final Visitor visitor;

    /** Sequence of the frame to come. */
    private long next;

    /** Takes the frames that are replayed. */
    @FunctionalInterface
    public interface Visitor {
        /** @param payload the rows, for {@link RowReader}; good until this returns */
        void onFrame(long sequence, ByteBuffer payload) throws IOException;
    }

    /**
     * How far it went.
     *
     * @param last sequence up to which the database now has everything; the journal goes on behind it
     * @param damage what is wrong, or null: then at most writes are missing that were never durable
     */
    public record Outcome(long last, @Nullable String damage) {}

    private JournalReplay(List<SegmentFile> files, long applied, Visitor visitor) {
        this.files = files;
        this.hadJournal = applied != NO_JOURNAL;
        this.applied = Math.max(0, applied);
        this.visitor = visitor;
    }

    /**
     * Replays the journal in a folder; changes nothing there.
     *
     * @param applied sequence up to which the database holds everything, or {@link #NO_JOURNAL}
     */
    public static Outcome replay(Path folder, long applied, Visitor visitor) throws IOException {
        return new JournalReplay(SegmentFile.in(folder), applied, visitor).run();
    }

    private Outcome run() throws IOException {
        int start = files.size() - 1;
        while (start >= 0 && files.get(start).first() > applied + 1) {
            start--;
        }
        if (start < 0) {
            return new Outcome(applied, missing());
        }
        next = files.get(start).first();
        for (int i = start; i < files.size(); i++) {
            try (SegmentBytes bytes = new SegmentBytes(files.get(i))) {
                String stop = read(i, bytes);
                if (stop != null) {
                    return new Outcome(last(), stop.isEmpty() ? null : stop);
                }
            }
        }
        return new Outcome(last(), null);
    }

    private @Nullable String missing() {
        if (files.isEmpty()) {
            return !hadJournal ? null : "no file of it is left, and the database ends with write " + applied;
        }
        return "it begins with " + files.get(0) + ", and the database ends with write " + applied;
    }

    private long last() {
        return Math.max(applied, next - 1);
    }

    /** Null if the file was read up to its end; else why the replay ends here, empty if that is no damage. */
    private @Nullable String read(int file, SegmentBytes bytes) throws IOException {
        SegmentFile segment = files.get(file);
        if (segment.first() != next) {
            Evidence found = evidence(file, SegmentFile.HEADER_BYTES, segment.first());
            boolean lost = segment.first() < next || found.durable() > last();
            return lost ? "write " + (last() + 1) + " is missing before " + segment : "";
        }
        if (!bytes.hasHeader(segment)) {
            boolean torn =
                    bytes.size() < SegmentFile.HEADER_BYTES || bytes.zeroSectors(0, SegmentFile.HEADER_BYTES) > 0;
            return verdict(file, 0, torn);
        }
        long place = SegmentFile.HEADER_BYTES;
        while (place < bytes.size()) {
            FrameHeader header = bytes.header(place);
            if (header == null && goesOnBehind(file)) {
                return null;
            }
            if (header == null || header.sequence() != next || !hand(bytes, place, header)) {
                return verdict(file, place, isTorn(bytes, place, header));
            }
            place += header.frameBytes();
            next++;
        }
        return null;
    }

    /** A file that was made ahead ends with zeros: the frame to come is the first of the next one. */
    private boolean goesOnBehind(int file) {
        return file + 1 < files.size() && files.get(file + 1).first() == next;
    }

    /** Hands the frame over if the database lacks it; false if it is not intact. */
    private boolean hand(SegmentBytes bytes, long place, FrameHeader header) throws IOException {
        if (header.sequence() <= applied) {
            return place + header.frameBytes() <= bytes.size();
        }
        ByteBuffer payload = bytes.payload(place, header);
        if (payload == null) {
            return false;
        }
        visitor.onFrame(header.sequence(), payload);
        return true;
    }

    private static boolean isTorn(SegmentBytes bytes, long place, @Nullable FrameHeader header) throws IOException {
        if (bytes.size() - place < FrameHeader.BYTES) {
            return true;
        }
        if (header == null) {
            return bytes.zeroSectors(place, FrameHeader.BYTES) > 0 || bytes.isBlank(place, FrameHeader.BYTES);
        }
        return place + header.frameBytes() > bytes.size()
                || bytes.zeroSectors(place, (int) header.frameBytes()) > header.zeroSectors();
    }

    private String verdict(int file, long place, boolean torn) throws IOException {
        Evidence found = evidence(file, Math.max(place, SegmentFile.HEADER_BYTES), next);
        boolean needed = next > applied || found.newest() > applied;
        boolean lost = found.durable() > last() || !torn && needed;
        return lost
                ? "write " + next + " in " + files.get(file) + ", at byte " + place + ", is not what was written"
                : "";
    }

    /** From a place of a file on, and in the files after it. */
    private Evidence evidence(int file, long place, long sequence) throws IOException {
        Evidence found = new Evidence();
        try (SegmentBytes bytes = new SegmentBytes(files.get(file))) {
            found.search(bytes, place, sequence);
        }
        for (SegmentFile later : files.subList(file + 1, files.size())) {
            try (SegmentBytes bytes = new SegmentBytes(later)) {
                found.search(bytes, SegmentFile.HEADER_BYTES, later.first());
            }
        }
        return found;
    }
}
