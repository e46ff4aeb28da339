package io.thalweg.cli.chaos.network.proxy;

import java.nio.ByteBuffer;

/** One direction of a connection: a bounded number of bytes, in order, and the end after them. Used by the loop. */
final class Pipe {
    private static final int CAPACITY = 32 << 10;
    /** What one connection moves before others have their turn. */
    private static final int ROUNDS = 16;

    private final End from;
    private final End to;
    private final Runnable onEnd;
    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);
    private boolean ended;
    private boolean done;
    private boolean reset;

    /** @param onEnd runs before an end is passed on */
    Pipe(End from, End to, Runnable onEnd) {
        this.from = from;
        this.to = to;
        this.onEnd = onEnd;
    }

    /** Passes on what it can. */
    void move() {
        boolean progress = true;
        for (int round = 0; round < ROUNDS && progress && !done; round++) {
            boolean came = fill();
            progress = drain() || came;
        }
    }

    private boolean fill() {
        if (!wantsToRead()) {
            return false;
        }
        int count = from.read(bytes);
        if (count < 0) {
            ended = true;
            onEnd.run();
        }
        return count != 0;
    }

    private boolean drain() {
        bytes.flip();
        int count = to.write(bytes);
        bytes.compact();
        if (to.isBroken()) {
            done = true;
        } else if (ended && bytes.position() == 0) {
            done = true;
            pass();
        }
        return count > 0;
    }

    private void pass() {
        if (from.isBroken()) {
            reset = true;
            to.reset();
        } else {
            to.finish();
        }
    }

    boolean wantsToRead() {
        return !done && !ended && bytes.hasRemaining();
    }

    boolean wantsToWrite() {
        return !done && bytes.position() > 0;
    }

    /** Whether nothing goes this way any more. */
    boolean isDone() {
        return done;
    }

    /** Whether its far end has been reset, and with that the whole connection. */
    boolean hasReset() {
        return reset;
    }
}
