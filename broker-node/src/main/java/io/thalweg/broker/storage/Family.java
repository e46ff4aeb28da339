package io.thalweg.broker.storage;

/** The column families that have rows, with the numbers that the journal knows them by, from 1. */
enum Family {
    INDEX("index", 1),
    DATA("data", 2),
    STATE("state", 3);

    private static final Family[] ALL = values();

    private final String title;
    private final int code;

    Family(String title, int code) {
        this.title = title;
        this.code = code;
    }

    /** RocksDB's name for it. */
    String title() {
        return title;
    }

    int code() {
        return code;
    }

    /** @throws IllegalArgumentException if there is no such family */
    static Family ofCode(int code) {
        if (code < 1 || code > ALL.length) {
            throw new IllegalArgumentException("no family " + code);
        }
        return ALL[code - 1];
    }
}
