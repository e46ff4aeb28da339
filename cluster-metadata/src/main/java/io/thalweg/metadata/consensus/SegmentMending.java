package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names of log segments that are not what they were about to be. Ratis renames a segment that is full, and removes segments
 * that a snapshot covers, one after the other and without forcing the folder: a crash leaves some of that undone.
 */
final class SegmentMending {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentMending.class);

    private SegmentMending() {}

    /**
     * Gives a segment the name of a closed one.
     *
     * @param scan of the segment: without damage, and it ends where the segment behind it begins. Its entries were forced
     *     before that one was begun
     */
    static void finish(RaftLogFiles.Segment segment, RaftSegmentScan scan) throws IOException {
        Path open = segment.file();
        Path closed = open.resolveSibling("log_" + segment.first() + "-" + (scan.nextIndex() - 1));
        LOG.warn(
                "The metadata log {} was finished, but a power cut took its new name back: it is {} again",
                open,
                closed.getFileName());
        try (FileChannel channel = FileChannel.open(open, StandardOpenOption.WRITE)) {
            channel.truncate(scan.position());
            channel.force(true);
        }
        Files.move(open, closed, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.force(closed.resolveSibling("."));
    }

    /**
     * All segments in order, after those are gone that lie before a gap and that the newest snapshot makes superfluous: the
     * rest of a purge.
     */
    static List<RaftLogFiles.Segment> withoutPurged(Path currentDirectory, Path snapshots) throws IOException {
        List<RaftLogFiles.Segment> segments = RaftLogFiles.segments(currentDirectory);
        int needed = afterLastGap(segments);
        if (needed == 0) {
            return segments;
        }
        OptionalLong covered = SnapshotFolder.newestIndex(snapshots);
        if (covered.isEmpty() || covered.getAsLong() < segments.get(needed).first() - 1) {
            return segments;
        }
        for (RaftLogFiles.Segment segment : segments.subList(0, needed)) {
            LOG.warn(
                    "The metadata log {} is removed: the snapshot at {} covers it, and others like it are gone",
                    segment.file(),
                    covered.getAsLong());
            Files.delete(segment.file());
        }
        DurableFiles.force(currentDirectory);
        return segments.subList(needed, segments.size());
    }

    /** Position of the first segment behind the last gap that their names show; 0 if there is none. */
    private static int afterLastGap(List<RaftLogFiles.Segment> segments) {
        for (int at = segments.size() - 1; at > 0; at--) {
            RaftLogFiles.Segment before = segments.get(at - 1);
            if (!before.open() && before.last() + 1 < segments.get(at).first()) {
                return at;
            }
        }
        return 0;
    }
}
