package io.thalweg.broker.storage.journal;

import io.thalweg.broker.log.StorageFault;
import java.nio.ByteBuffer;

/** Takes the payload of a frame apart: per row its kind (1), family (1), length of key and value (4 each), then both. */
public final class RowReader {
    static final int HEADER_BYTES = 2 + 2 * Integer.BYTES;

    private RowReader() {}

    /** What is to be done with each row. The buffers are views of the payload. */
    public interface Handler<E extends Exception> {
        void put(int family, ByteBuffer key, ByteBuffer value) throws E;

        void delete(int family, ByteBuffer key) throws E;

        void deleteRange(int family, ByteBuffer from, ByteBuffer toExclusive) throws E;
    }

    /**
     * Hands over all rows between position and limit, in the order in which they were added.
     *
     * @throws StorageFault if the bytes are not rows: the frame is intact, so something else wrote it
     */
    public static <E extends Exception> void read(ByteBuffer payload, Handler<E> handler) throws E {
        int at = payload.position();
        int end = payload.limit();
        while (at < end) {
            RowKind kind = end - at < HEADER_BYTES ? null : RowKind.ofCode(payload.get(at));
            if (kind == null) {
                throw noRow(at);
            }
            int family = payload.get(at + 1) & 0xff;
            int keyBytes = payload.getInt(at + 2);
            int valueBytes = payload.getInt(at + 2 + Integer.BYTES);
            at += HEADER_BYTES;
            boolean uselessValue = kind == RowKind.DELETE && valueBytes != 0;
            if (keyBytes < 0 || valueBytes < 0 || uselessValue || (long) keyBytes + valueBytes > end - at) {
                throw noRow(at);
            }
            ByteBuffer key = payload.slice(at, keyBytes);
            ByteBuffer value = payload.slice(at + keyBytes, valueBytes);
            at += keyBytes + valueBytes;
            switch (kind) {
                case PUT -> handler.put(family, key, value);
                case DELETE -> handler.delete(family, key);
                case DELETE_RANGE -> handler.deleteRange(family, key, value);
            }
        }
    }

    private static StorageFault noRow(int at) {
        return new StorageFault("what a frame of the journal has at byte " + at + " is no row");
    }
}
