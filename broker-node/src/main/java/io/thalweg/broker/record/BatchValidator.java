package io.thalweg.broker.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decides whether bytes from outside are a batch that may be stored. Pure and thread-safe. */
public final class BatchValidator {
    /** The most records that a batch may hold. */
    public static final int MAX_RECORDS = 1 << 20;

    private BatchValidator() {}

    /**
     * Checks one batch of a client: the buffer holds exactly it. The stamped fields may hold anything.
     *
     * @param seed the partition that it was sent to
     * @param maxBytes the topic's bound on a batch
     */
    public static BatchCheck validate(ByteBuffer bytes, BatchSeed seed, int maxBytes) {
        BatchProblem problem = checkFrame(bytes, maxBytes);
        if (problem != null) {
            return problem;
        }
        RecordBatch batch = RecordBatch.wrap(bytes);
        problem = checkContent(batch, seed);
        if (problem == null) {
            problem = checkClientHeader(batch);
        }
        if (problem == null) {
            problem = checkSection(batch);
        }
        return problem != null ? problem : new BatchCheck.Sound(batch);
    }

    /**
     * Checks a batch that another broker stored: its checksum and header, not its records again, and control batches
     * are welcome. Contiguity is the caller's to check.
     */
    public static BatchCheck validateStored(RecordBatch batch, BatchSeed seed) {
        BatchProblem problem = checkContent(batch, seed);
        if (problem == null && (batch.baseOffset() < 0 || batch.leaderEpoch() < 0)) {
            problem = invalidHeader(
                    "base offset " + batch.baseOffset() + ", leader epoch " + batch.leaderEpoch() + ": not stamped");
        }
        return problem != null ? problem : new BatchCheck.Sound(batch);
    }

    private static @Nullable BatchProblem checkFrame(ByteBuffer bytes, int maxBytes) {
        int size = bytes.remaining();
        if (size < RecordBatch.HEADER_BYTES) {
            return new BatchProblem(
                    BatchProblem.Cause.LENGTH_MISMATCH,
                    "a batch has at least " + RecordBatch.HEADER_BYTES + " bytes, got " + size);
        }
        byte magic = bytes.get(bytes.position() + BatchHeader.MAGIC_OFFSET);
        if (magic != BatchHeader.MAGIC) {
            return new BatchProblem(
                    BatchProblem.Cause.UNKNOWN_MAGIC, "magic " + magic + ", this broker knows " + BatchHeader.MAGIC);
        }
        int length = bytes.duplicate().getInt(bytes.position() + BatchHeader.LENGTH_OFFSET);
        if (length != size) {
            return new BatchProblem(
                    BatchProblem.Cause.LENGTH_MISMATCH, "header says " + length + " bytes, got " + size);
        }
        if (size > maxBytes) {
            return new BatchProblem(
                    BatchProblem.Cause.TOO_LARGE, "batch of " + size + " bytes, at most " + maxBytes + " allowed");
        }
        return null;
    }

    private static @Nullable BatchProblem checkContent(RecordBatch batch, BatchSeed seed) {
        if (!batch.crcMatches(seed)) {
            return new BatchProblem(
                    BatchProblem.Cause.CRC_MISMATCH,
                    "checksum does not match: damaged on the way, or made for another topic or partition");
        }
        if (Codec.ofId(batch.codecId()) == null) {
            return new BatchProblem(BatchProblem.Cause.UNKNOWN_CODEC, "codec " + batch.codecId());
        }
        if (batch.reservedBits() != 0) {
            return invalidHeader("a reserved bit is set");
        }
        int count = batch.recordCount();
        if (count < 1 || count > MAX_RECORDS || batch.lastOffsetDelta() != count - 1) {
            return new BatchProblem(
                    BatchProblem.Cause.COUNT_MISMATCH,
                    "record count " + count + " with last offset delta " + batch.lastOffsetDelta() + "; expected 1 to "
                            + MAX_RECORDS + " and a delta of one less");
        }
        return null;
    }

    private static @Nullable BatchProblem checkClientHeader(RecordBatch batch) {
        if (batch.isControl()) {
            return invalidHeader("control batches are written by brokers only");
        }
        if (batch.isTransactional() || batch.transactionNumber() != 0) {
            return invalidHeader("transactional batches are not supported by this version");
        }
        boolean plain = batch.producerId() == RecordBatch.NO_PRODUCER
                && batch.producerEpoch() == RecordBatch.NO_PRODUCER
                && batch.baseSequence() == RecordBatch.NO_PRODUCER;
        boolean idempotent = batch.producerId() >= 0
                && batch.producerEpoch() >= 0
                && batch.baseSequence() >= 0
                && batch.baseSequence() <= Long.MAX_VALUE - MAX_RECORDS;
        if (!plain && !idempotent) {
            return invalidHeader("producer id " + batch.producerId() + ", epoch " + batch.producerEpoch()
                    + ", base sequence " + batch.baseSequence() + ": all -1 or all at least 0");
        }
        return null;
    }

    private static @Nullable BatchProblem checkSection(RecordBatch batch) {
        if (batch.codecId() != Codec.NONE.id()) {
            return null;
        }
        RecordSetScan scan = RecordSetScan.of(batch.recordBytes());
        if (scan.malformed()) {
            return new BatchProblem(BatchProblem.Cause.COUNT_MISMATCH, "the record section is not a RecordSet");
        }
        if (scan.records() != batch.recordCount()) {
            return new BatchProblem(
                    BatchProblem.Cause.COUNT_MISMATCH,
                    "header says " + batch.recordCount() + " records, section holds " + scan.records());
        }
        return null;
    }

    private static BatchProblem invalidHeader(String message) {
        return new BatchProblem(BatchProblem.Cause.INVALID_HEADER, message);
    }
}
