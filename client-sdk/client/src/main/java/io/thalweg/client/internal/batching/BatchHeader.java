package io.thalweg.client.internal.batching;

/** Where the fields of the batch header lie; the meaning of each is in docs/design/batch-format.md. */
final class BatchHeader {
    static final int MAGIC = 0;
    static final int ATTRIBUTES = 1;
    static final int TOTAL_LENGTH = 4;
    static final int BASE_OFFSET = 8;
    static final int LEADER_EPOCH = 16;
    static final int APPEND_TIME = 24;
    static final int CRC = 32;
    static final int RECORD_COUNT = 36;
    static final int LAST_OFFSET_DELTA = 40;
    static final int BASE_CREATE_TIME = 44;
    static final int MAX_CREATE_TIME = 52;
    static final int PRODUCER_ID = 60;
    static final int PRODUCER_EPOCH = 68;
    static final int BASE_SEQUENCE = 72;
    static final int LENGTH = 92;

    static final byte MAGIC_1 = 1;
    static final int CODEC_MASK = 0x07;
    static final int CONTROL_BIT = 0x20;

    /** The checksum covers the bytes up to here, and from {@link #RECORD_COUNT} to the end. */
    static final int STAMPED_FROM = BASE_OFFSET;

    private BatchHeader() {}
}
