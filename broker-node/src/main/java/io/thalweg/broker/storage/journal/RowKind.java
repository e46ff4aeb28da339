package io.thalweg.broker.storage.journal;

import org.jspecify.annotations.Nullable;

/** What a row of a frame does. Its code is stored. */
enum RowKind {
    PUT(1),
    DELETE(2),
    /** From the key to the value, exclusive. */
    DELETE_RANGE(3);

    private static final RowKind[] ALL = values();

    private final byte code;

    RowKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static @Nullable RowKind ofCode(byte code) {
        return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
    }
}
