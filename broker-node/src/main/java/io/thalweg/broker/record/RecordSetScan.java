package io.thalweg.broker.record;

import java.nio.ByteBuffer;

/**
 * Counts the records of an encoded {@code RecordSet} and finds their latest create time, without decoding them.
 *
 * @param records how many; meaningless if malformed
 * @param maxCreateTimeDelta largest create time delta of the records, milliseconds
 * @param malformed whether the bytes are no {@code RecordSet}
 */
record RecordSetScan(int records, long maxCreateTimeDelta, boolean malformed) {
    private static final RecordSetScan MALFORMED = new RecordSetScan(0, 0, true);

    static RecordSetScan of(ByteBuffer section) {
        ProtobufReader reader = new ProtobufReader(section);
        int records = 0;
        long maxDelta = Long.MIN_VALUE;
        try {
            while (reader.hasNext()) {
                int tag = reader.tag();
                if (tag == RecordFields.SET_RECORDS) {
                    int end = reader.enter();
                    maxDelta = Math.max(maxDelta, createTimeDelta(reader, end));
                    records++;
                } else {
                    reader.skip(tag);
                }
            }
        } catch (MalformedBatchException e) {
            return MALFORMED;
        }
        return new RecordSetScan(records, records == 0 ? 0 : maxDelta, false);
    }

    /** Reads the record that ends there for its create time delta, milliseconds. */
    static long createTimeDelta(ProtobufReader reader, int end) {
        long delta = 0;
        while (reader.before(end)) {
            int tag = reader.tag();
            if (tag == RecordFields.RECORD_CREATE_TIME_DELTA) {
                delta = reader.zigzag();
            } else {
                reader.skip(tag);
            }
        }
        return delta;
    }
}
