package io.thalweg.broker.log;

import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.ChainHash;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps in memory of each log: enough to check a change and to answer where the log begins and ends.
 * Immutable; each change gives the next head, or throws {@link IllegalStateException} if it does not fit.
 *
 * @param base where the log was created or last reset, for a log without batches
 * @param end the boundary at the log end
 * @param startBytes {@link Boundary#bytes} at the log start, within one batch
 */
public record LogHead(
        BatchSeed seed,
        LogState state,
        Boundary base,
        Boundary end,
        long startBytes,
        List<EpochEntry> epochs,
        LogMarks marks) {
    /**
     * A place between two batches.
     *
     * @param offset base offset of the batch after it
     * @param chain chain hash of everything below
     * @param bytes length of all batches below it, since the log was created or reset
     */
    public record Boundary(long offset, long chain, long bytes) {}

    private static final Boundary ORIGIN = new Boundary(0, ChainHash.EMPTY, 0);

    /** A new, empty log. */
    public static LogHead created(BatchSeed seed) {
        return new LogHead(seed, LogState.EMPTY, ORIGIN, ORIGIN, 0, List.of(), LogMarks.NONE);
    }

    /** Bytes from the log start to the log end. */
    public long sizeBytes() {
        return end.bytes() - startBytes;
    }

    /** Epoch of the last batch, 0 if there never was one. */
    public long lastEpoch() {
        return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
    }

    public StoredLog toStored(LogId log, @Nullable String damage) {
        return new StoredLog(log, seed, state, end.offset(), end.chain(), epochs, marks.unsyncedAcks(), damage);
    }

    LogHead append(RecordBatch batch, long chainAfter) {
        check(batch.baseOffset() == end.offset(), "append at %s, log ends at %s", batch.baseOffset(), end.offset());
        check(batch.leaderEpoch() >= lastEpoch(), "append of epoch %s after %s", batch.leaderEpoch(), lastEpoch());
        Boundary next = new Boundary(batch.nextOffset(), chainAfter, end.bytes() + batch.length());
        if (batch.leaderEpoch() == lastEpoch() && !epochs.isEmpty()) {
            return new LogHead(seed, state, base, next, startBytes, epochs, marks);
        }
        List<EpochEntry> more = new ArrayList<>(epochs);
        more.add(new EpochEntry(batch.leaderEpoch(), batch.baseOffset(), end.chain()));
        return new LogHead(seed, state, base, next, startBytes, List.copyOf(more), marks);
    }

    LogHead truncate(long fromOffset, Boundary floor) {
        check(fromOffset <= end.offset(), "truncate from %s, log ends at %s", fromOffset, end.offset());
        check(fromOffset >= state.highWatermark(), "truncate from %s below %s", fromOffset, state.highWatermark());
        check(floor.offset() == fromOffset, "truncate from %s, in the batch at %s", fromOffset, floor.offset());
        List<EpochEntry> kept = new ArrayList<>(epochs);
        kept.removeIf(entry -> entry.firstOffset() >= fromOffset);
        return new LogHead(seed, state, base, floor, startBytes, List.copyOf(kept), marks);
    }

    LogHead reset(long logStart, EpochEntry epochAtStart) {
        check(
                epochAtStart.firstOffset() <= logStart,
                "epoch from %s, reset to %s",
                epochAtStart.firstOffset(),
                logStart);
        Boundary start = new Boundary(logStart, epochAtStart.chain(), 0);
        LogState positions = new LogState(logStart, logStart, logStart, epochAtStart.epoch());
        return new LogHead(seed, positions, start, start, 0, List.of(epochAtStart), LogMarks.NONE);
    }

    LogHead withState(LogState next, Boundary floorOfStart) {
        check(next.logStart() >= state.logStart(), "log start %s goes back to %s", state.logStart(), next.logStart());
        check(next.highWatermark() <= end.offset(), "watermark %s above %s", next.highWatermark(), end.offset());
        if (next.logStart() == state.logStart()) {
            return new LogHead(seed, next, base, end, startBytes, epochs, marks);
        }
        int inForce = 0;
        while (inForce + 1 < epochs.size() && epochs.get(inForce + 1).firstOffset() <= next.logStart()) {
            inForce++;
        }
        List<EpochEntry> kept = List.copyOf(epochs.subList(inForce, epochs.size()));
        return new LogHead(seed, next, base, end, floorOfStart.bytes(), kept, marks);
    }

    LogHead withUnsyncedAcks(boolean value) {
        return new LogHead(seed, state, base, end, startBytes, epochs, marks.withUnsyncedAcks(value));
    }

    LogHead withDamaged(boolean value) {
        return new LogHead(seed, state, base, end, startBytes, epochs, marks.withDamaged(value));
    }

    private static void check(boolean holds, String message, long found, long against) {
        if (!holds) {
            throw new IllegalStateException(String.format(message, found, against));
        }
    }
}
