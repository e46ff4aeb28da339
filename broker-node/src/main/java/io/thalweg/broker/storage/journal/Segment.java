package io.thalweg.broker.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file of a live journal. Written by one thread; forced and removed by others. */
final class Segment {
    private final SegmentFile file;
    private final FileChannel channel;
    private final boolean madeAhead;
    /** The appending thread's. */
    private long written;

    private volatile long size;
    private volatile long last;
    private volatile boolean forced;

    private Segment(SegmentFile file, FileChannel channel, boolean madeAhead) {
        this.file = file;
        this.channel = channel;
        this.madeAhead = madeAhead;
        this.last = file.first() - 1;
    }

    /** Makes the next file of a journal, of the spare one if that is ready. Nothing of it is durable yet, nor is its name. */
    static Segment create(Path folder, long first, SpareFile spare) throws IOException {
        SegmentFile file = SegmentFile.of(folder, first);
        FileChannel made = spare.ready();
        if (made == null) {
            Segment segment = new Segment(
                    file,
                    FileChannel.open(file.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    false);
            return orClose(segment, () -> segment.write(file.header()));
        }
        Segment segment = new Segment(file, made, true);
        return orClose(segment, () -> {
            segment.write(file.header());
            Files.move(spare.path(), file.path(), StandardCopyOption.ATOMIC_MOVE);
            spare.taken();
        });
    }

    /** Makes the first file of a journal, in the place of one that may be there; it is durable with its name. */
    static Segment replace(Path folder, long first) throws IOException {
        SegmentFile file = SegmentFile.of(folder, first);
        Path fresh = folder.resolve("fresh");
        Segment segment = new Segment(
                file,
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE),
                false);
        return orClose(segment, () -> {
            segment.write(file.header());
            segment.channel.force(true);
            Files.move(fresh, file.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            SegmentFile.forceNames(folder);
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    private static Segment orClose(Segment segment, Step step) throws IOException {
        try {
            step.run();
            return segment;
        } catch (IOException e) {
            segment.close();
            throw e;
        }
    }

    /** Appends a whole frame. After an exception the file may end in a part of it. */
    void append(ByteBuffer frame, long sequence) throws IOException {
        write(frame);
        last = sequence;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            written += channel.write(bytes);
        }
        size = written;
    }

    /** Makes what was appended before durable, but not the name. */
    void force() throws IOException {
        channel.force(false);
    }

    /** After the last append and a force that came after it. */
    void finish() throws IOException {
        channel.close();
        forced = true;
    }

    /** Whether {@link #finish} was called. */
    boolean isFinished() {
        return forced;
    }

    /** Whether the file was made before it was needed, so that writes do not change its size. */
    boolean isMadeAhead() {
        return madeAhead;
    }

    /** Bytes written to the file. */
    long size() {
        return size;
    }

    /** Sequence of the last frame; one less than the first one's if there is none. */
    long last() {
        return last;
    }

    void remove() throws IOException {
        Files.deleteIfExists(file.path());
    }

    void close() throws IOException {
        channel.close();
    }
}
