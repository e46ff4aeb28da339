package io.thalweg.broker.record;

/** Tags (field number and wire type) of the messages in record.proto. */
final class RecordFields {
    static final int SET_RECORDS = 1 << 3 | 2;
    static final int RECORD_KEY = 1 << 3 | 2;
    static final int RECORD_VALUE = 2 << 3 | 2;
    static final int RECORD_HEADERS = 3 << 3 | 2;
    static final int RECORD_CREATE_TIME_DELTA = 4 << 3;
    static final int HEADER_NAME = 1 << 3 | 2;
    static final int HEADER_VALUE = 2 << 3 | 2;

    private RecordFields() {}
}
