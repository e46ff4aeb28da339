package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole Raft log before Ratis does. Ratis forgives too much: an entry whose length is damaged so that it would end
 * behind the file, or a closed segment with fewer entries than its name says, shorten the log without a word, and what
 * this voter had acknowledged is gone. And it forgives too little: after a power cut a torn entry looks like damage to it,
 * and so does a segment that had just been finished.
 */
final class RaftFolderCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RaftFolderCheck.class);
    private static final long ANY = -1;

    private RaftFolderCheck() {}

    /**
     * Brings to an end what a crash or a power cut interrupted: cuts a torn tail off the open segment, finishes segments that
     * were finished before the next one was begun, and removes what is left of entries that a snapshot covers.
     *
     * @param currentDirectory the folder of the segments; it need not exist
     * @param snapshots the folder of the snapshots; it need not exist
     * @throws ConsensusRefusal if entries are damaged or missing
     */
    static void requireIntact(Path currentDirectory, Path snapshots) throws IOException {
        List<RaftLogFiles.Segment> segments = SegmentMending.withoutPurged(currentDirectory, snapshots);
        long expected = ANY;
        for (int at = 0; at < segments.size(); at++) {
            RaftLogFiles.Segment segment = segments.get(at);
            if (expected != ANY && segment.first() > expected) {
                throw refusal("the entries from " + expected + " to " + (segment.first() - 1) + " are missing in "
                        + currentDirectory);
            }
            if (expected != ANY && segment.first() < expected) {
                throw refusal("the entries from " + segment.first() + " to " + (expected - 1) + " are in two files of "
                        + currentDirectory);
            }
            boolean newest = at == segments.size() - 1;
            expected =
                    requireIntact(segment, newest ? ANY : segments.get(at + 1).first());
        }
    }

    /**
     * Returns the index after the last entry of the segment.
     *
     * @param next where the segment behind it begins, {@link #ANY} if there is none
     */
    private static long requireIntact(RaftLogFiles.Segment segment, long next) throws IOException {
        RaftSegmentScan scan = new RaftSegmentScan(Files.readAllBytes(segment.file()), segment.first());
        if (!segment.open()) {
            if (scan.nextIndex() <= segment.last()) {
                throw damaged(segment, scan);
            }
            return segment.last() + 1;
        }
        if (next == ANY && scan.finding() == RaftSegmentScan.Finding.TORN) {
            cut(segment.file(), scan);
        } else if (scan.finding() != RaftSegmentScan.Finding.END) {
            throw damaged(segment, scan);
        }
        if (next == scan.nextIndex()) {
            SegmentMending.finish(segment, scan);
        }
        return scan.nextIndex();
    }

    private static void cut(Path file, RaftSegmentScan scan) throws IOException {
        LOG.warn(
                "The metadata log {} ends in a write that a power cut interrupted: cut at entry {}, which was never"
                        + " acknowledged",
                file,
                scan.nextIndex());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(scan.position());
            channel.force(true);
        }
    }

    private static ConsensusRefusal damaged(RaftLogFiles.Segment segment, RaftSegmentScan scan) {
        return refusal("the metadata log " + segment.file() + " is damaged at byte " + scan.position() + ", entry "
                + scan.nextIndex());
    }

    private static ConsensusRefusal refusal(String what) {
        return new ConsensusRefusal(what
                + "; entries that this voter acknowledged may be lost, so it must not vote with" + " what is left");
    }
}
