package io.thalweg.broker.replication.feed;

/**
 * The follower's side of one replication stream: how many bytes the leader may still send. Bytes count from their
 * arrival until they are stored or dropped. Credit goes back in pieces of an eighth of the lane, so that it costs few
 * messages.
 *
 * <p>Not thread-safe: the stream that owns it serialises the calls.
 */
public final class CreditWindow {
    private static final int PIECES = 8;

    private final long laneBytes;
    private final long pieceBytes;
    private long held;
    private long toGrant;

    public CreditWindow(long laneBytes) {
        this.laneBytes = laneBytes;
        this.pieceBytes = Math.max(1, laneBytes / PIECES);
    }

    /** What to grant when the stream begins: the whole lane. */
    public long open() {
        held = 0;
        toGrant = 0;
        return laneBytes;
    }

    /** A Data of this size arrived. */
    public void received(long bytes) {
        held += bytes;
    }

    /**
     * That many received bytes were stored or dropped.
     *
     * @return the credit to send now, 0 for none
     */
    public long released(long bytes) {
        held -= bytes;
        toGrant += bytes;
        if (toGrant < pieceBytes) {
            return 0;
        }
        long grant = toGrant;
        toGrant = 0;
        return grant;
    }

    /** Bytes received and neither stored nor dropped yet. */
    public long held() {
        return held;
    }
}
