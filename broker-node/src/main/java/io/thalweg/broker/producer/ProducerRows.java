package io.thalweg.broker.producer;

import java.util.List;

/**
 * A piece of a producer table on its way to another replica.
 *
 * @param from rows of producers below this id came before
 * @param rows key and value in one array each, in the order of the ids; not to be changed
 * @param next rows of producers from this id on come next, or {@link #NO_MORE}
 */
public record ProducerRows(long from, List<byte[]> rows, long next) {
    /** The id at which the first piece begins. */
    public static final long FIRST = 0;

    /** After the last piece. */
    public static final long NO_MORE = -1;

    /** No table at all. */
    public static final ProducerRows NONE = new ProducerRows(FIRST, List.of(), NO_MORE);

    public ProducerRows {
        rows = List.copyOf(rows);
    }

    /** Whether the table ends with this piece. */
    public boolean last() {
        return next == NO_MORE;
    }
}
