package io.thalweg.broker.replication;

import io.thalweg.broker.producer.ProducerRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A producer table that comes in pieces, with the log start that it belongs to. The log is left as it is until the table
 * is whole: then both are replaced in one write.
 */
final class TableCopy {
    private final long logStart;
    private final Consumer<List<byte[]>> installation;
    private final List<byte[]> rows = new ArrayList<>();
    private long next = ProducerRows.FIRST;

    /**
     * @param logStart the leader's
     * @param installation replaces log and table, given all rows
     */
    TableCopy(long logStart, Consumer<List<byte[]>> installation) {
        this.logStart = logStart;
        this.installation = installation;
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

    void install() {
        installation.accept(rows);
    }
}
