package io.thalweg.broker.record;

/** Byte positions and flag bits of the batch header; docs/design/batch-format.md is the specification. */
final class BatchHeader {
    static final int MAGIC_OFFSET = 0;
    static final int ATTRIBUTES_OFFSET = 1;
    static final int RESERVED_BYTE_OFFSET = 3;
    static final int LENGTH_OFFSET = 4;
    static final int BASE_OFFSET_OFFSET = 8;
    static final int LEADER_EPOCH_OFFSET = 16;
    static final int APPEND_TIME_OFFSET = 24;
    static final int CRC_OFFSET = 32;
    static final int RECORD_COUNT_OFFSET = 36;
    static final int LAST_OFFSET_DELTA_OFFSET = 40;
    static final int BASE_CREATE_TIME_OFFSET = 44;
    static final int MAX_CREATE_TIME_OFFSET = 52;
    static final int PRODUCER_ID_OFFSET = 60;
    static final int PRODUCER_EPOCH_OFFSET = 68;
    static final int BASE_SEQUENCE_OFFSET = 72;
    static final int TRANSACTION_NUMBER_OFFSET = 80;
    static final int RESERVED_WORD_OFFSET = 88;
    static final int BYTES = 92;

    static final byte MAGIC = 1;

    static final int CODEC_MASK = 0b111;
    static final int TRANSACTIONAL_BIT = 1 << 4;
    static final int CONTROL_BIT = 1 << 5;
    static final int KNOWN_ATTRIBUTES = CODEC_MASK | TRANSACTIONAL_BIT | CONTROL_BIT;

    private BatchHeader() {}
}
