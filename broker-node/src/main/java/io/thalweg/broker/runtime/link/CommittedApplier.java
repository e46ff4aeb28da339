package io.thalweg.broker.runtime.link;

import io.thalweg.broker.record.RecordBatch;

/**
 * Materialises one partition of an internal topic, on the leader and on every follower. All methods are called by the
 * partition's loop, so an applier needs no lock; it must not block.
 */
public interface CommittedApplier {
    /**
     * Applies one committed batch. Each is given exactly once in offset order, control batches included, and the rows
     * become durable together with the note that it was applied.
     */
    void apply(RecordBatch batch, TableWriter rows);

    /** This broker leads in this epoch, and everything committed before it has been applied: begin to serve. */
    void onLeading(long leaderEpoch);

    /** This broker leads no more; answer nothing from here on. Called only after {@link #onLeading}. */
    void onLeadingEnded();

    /** The tables were emptied because this replica starts again at a later log start: forget all state in memory. */
    void onReset();

    /** From time to time on the partition's loop, leading or not; at least once in a second. */
    void onTick(long nowMillis);

    /** Whether {@link #onTick} should come within a tenth of a second. */
    boolean isRestless();

    /** The partition is no longer hosted here; nothing is called afterwards. */
    void onRemoved();
}
