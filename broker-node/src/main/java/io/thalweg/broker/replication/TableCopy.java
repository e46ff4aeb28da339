package io.thalweg.broker.replication;

import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.replication.message.EpochMark;
import java.util.ArrayList;
import java.util.List;

/**
 * A producer table that comes in pieces, with the log start that it belongs to. The log is left as it is until the table
 * is whole: then both are replaced in one write.
 */
final class TableCopy {
    private final long logStart;
    private final EpochMark epochAtStart;
    private final List<byte[]> rows = new ArrayList<>();
    private long next = ProducerRows.FIRST;

    TableCopy(long logStart, EpochMark epochAtStart) {
        this.logStart = logStart;
        this.epochAtStart = epochAtStart;
    }

    long logStart() {
        return logStart;
    }

    /** Where the next piece begins. */
    long next() {
        return next;
    }

    /** Whether this is the piece that comes next. */
    boolean expects(long start, ProducerRows piece) {
        return start == logStart && piece.from() == next;
    }

    /** Takes the piece that comes next. Returns whether the table is whole. */
    boolean add(ProducerRows piece) {
        rows.addAll(piece.rows());
        next = piece.next();
        return piece.last();
    }

    void install(ReplicaLog log, Outbox outbox) {
        log.reset(logStart, epochAtStart, rows, outbox);
    }
}
