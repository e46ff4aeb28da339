package io.thalweg.broker.rpc.fetch;

/** The bytes that a client still takes on its stream. However much it grants, the sum neither overflows nor shrinks. Not thread-safe. */
final class ByteCredit {

    private long bytes;

    /** Adds what the client grants; a grant below 1 adds nothing. */
    void grant(long granted) {
        if (granted > 0) {
            bytes = bytes > Long.MAX_VALUE - granted ? Long.MAX_VALUE : bytes + granted;
        }
    }

    /** Takes away what was sent: it may be more than was left, since batches are sent whole. */
    void spend(int sent) {
        bytes -= sent;
    }

    boolean isLeft() {
        return bytes > 0;
    }

    /** As much as is left, at most {@code most}. */
    int upTo(int most) {
        return (int) Math.min(most, bytes);
    }
}
