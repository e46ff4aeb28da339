package io.thalweg.broker.storage.journal;

import java.io.IOException;

/** What intact frames say that lie behind a place where there is none. They are believed, but never replayed. */
final class Evidence {
    private long newest;
    private long durable;

    /**
     * Looks through the rest of a file.
     *
     * @param from where to begin
     * @param sequence of the frame that should be there; later ones count up from it, so that bytes which merely look like a
     *     frame are hardly believed
     */
    void search(SegmentBytes bytes, long from, long sequence) throws IOException {
        long place = from;
        while (bytes.size() - place >= FrameHeader.BYTES) {
            FrameHeader header = bytes.header(place);
            if (header != null
                    && header.sequence() >= sequence
                    && header.sequence() - sequence <= (place - from) / FrameHeader.BYTES) {
                newest = Math.max(newest, header.sequence());
                durable = Math.max(durable, header.durable());
                place += header.frameBytes();
            } else {
                place = bytes.nextStart(place + 1);
            }
        }
    }

    /** Sequence of the last intact frame, 0 if there is none. */
    long newest() {
        return newest;
    }

    /** The last write that one of them knows as durable. */
    long durable() {
        return durable;
    }
}
