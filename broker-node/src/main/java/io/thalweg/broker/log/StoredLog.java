package io.thalweg.broker.log;

import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log as it was found at start, verified from its stored high watermark to its end.
 *
 * @param id the partition's uid
 * @param seed the topic and partition that the log was created for
 * @param state its stored positions; the high watermark is cut to {@code logEnd} if damage went that far down
 * @param logEnd offset that the next record will get
 * @param chain chain hash of everything below {@code logEnd}
 * @param epochs epoch list in ascending order, from the epoch in force at the log start; empty only for a new log
 * @param unsyncedAcks whether appends were acknowledged before a sync (durability {@code os}), so that a machine crash
 *     may have cost acknowledged records
 * @param damage what was cut away at this recovery or found before, or null for a sound log
 */
public record StoredLog(
        LogId id,
        BatchSeed seed,
        LogState state,
        long logEnd,
        long chain,
        List<EpochEntry> epochs,
        boolean unsyncedAcks,
        @Nullable String damage) {
    public StoredLog {
        epochs = List.copyOf(epochs);
    }

    /** Epoch of the last batch; 0 for a log that never had one. */
    public long lastEpoch() {
        return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
    }

    /** What is wrong with the log, if anything: then this replica may lack acknowledged records. */
    public Optional<String> damageFound() {
        return Optional.ofNullable(damage);
    }
}
