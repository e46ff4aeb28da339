package io.thalweg.broker.record;

/** What {@link BatchValidator} found: a {@link Sound} batch, or a {@link BatchProblem}. */
public sealed interface BatchCheck permits BatchCheck.Sound, BatchProblem {
    /** The batch may be stored. */
    record Sound(RecordBatch batch) implements BatchCheck {}
}
