package io.thalweg.broker.log;

/**
 * What a log remembers of itself beside its positions.
 *
 * @param unsyncedAcks whether appends were acknowledged before a sync (durability {@code os}), so that a machine crash
 *     may have cost acknowledged records
 * @param damaged whether damaged bytes were found in it; it must not count before it was copied anew
 */
public record LogMarks(boolean unsyncedAcks, boolean damaged) {
    /** Marks of a new log. */
    public static final LogMarks NONE = new LogMarks(false, false);

    LogMarks withUnsyncedAcks(boolean value) {
        return new LogMarks(value, damaged);
    }

    /** The same with this mark of damage. */
    public LogMarks withDamaged(boolean value) {
        return new LogMarks(unsyncedAcks, value);
    }
}
