package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.runtime.access.OffsetOutcome;
import io.thalweg.broker.runtime.access.PartitionPositions;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.tail.PartitionTail;
import io.thalweg.broker.runtime.tail.TailSlice;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition for consumers, from any thread: only what is committed, only while this broker leads. A leader never
 * removes anything below its high watermark but by the log start, so what was found below it in one epoch stays true;
 * after each read the epoch is looked at again, in case leadership went and came back meanwhile.
 */
public final class PartitionReader {
    private final HostedName name;
    private final PartitionEnvironment environment;
    private final @Nullable PartitionTail tail;
    private final Supplier<Published> source;

    /** @param tail null if nothing is kept in memory */
    PartitionReader(
            HostedName name,
            PartitionEnvironment environment,
            @Nullable PartitionTail tail,
            Supplier<Published> source) {
        this.name = name;
        this.environment = environment;
        this.tail = tail;
        this.source = source;
    }

    /** As {@code PartitionAccess.read}. */
    public ReadOutcome read(long offset, OptionalLong positionEpoch, int maxBytes) {
        Published before = source.get();
        Refusal refusal = refusal(before, offset, positionEpoch);
        if (refusal != null) {
            return new ReadOutcome.Refused(refusal);
        }
        long end = before.positions().highWatermark();
        if (offset == end) {
            return data(before, List.of(), offset);
        }
        TailSlice recent = tail == null ? null : tail.read(offset, end, maxBytes);
        ReadOutcome.Data found = recent != null
                ? data(before, recent.batches(), recent.nextOffset())
                : fromStore(before, offset, end, maxBytes);
        environment.listener().read(recent != null, found.bytes());
        Published after = source.get();
        if (!after.leading() || !sameEpoch(before, after)) {
            return new ReadOutcome.Refused(new Refusal.ByReplica(after.notLeader()));
        }
        return found.batches().isEmpty() ? emptyBelow(after, offset) : found;
    }

    /** As {@code PartitionAccess.offsetForTime}. */
    public OffsetOutcome offsetForTime(long timeMillis) {
        Published now = source.get();
        if (!now.leading()) {
            return new OffsetOutcome.Refused(new Refusal.ByReplica(now.notLeader()));
        }
        long end = now.positions().highWatermark();
        if (!now.positions().servesLatest()) {
            return new OffsetOutcome.Refused(new Refusal.OffsetNotYetAvailable(end, end));
        }
        long offset = environment.store().offsetForTime(name.log(), timeMillis, end);
        return new OffsetOutcome.Found(offset, now.positions(name.id(), leased()));
    }

    /** Where the replica stands. */
    public PartitionPositions positions() {
        Published now = source.get();
        return now.positions(name.id(), leased());
    }

    private ReadOutcome.Data fromStore(Published now, long offset, long end, int maxBytes) {
        LogSlice slice = environment.store().read(name.log(), offset, end, maxBytes);
        return data(now, slice.isEmpty() ? List.of() : List.of(slice.batches()), slice.nextOffset());
    }

    private static ReadOutcome.Data data(Published now, List<ByteBuffer> batches, long nextOffset) {
        return new ReadOutcome.Data(
                batches,
                nextOffset,
                now.positions().highWatermark(),
                now.positions().logStart(),
                now.positions().leaderEpoch().value());
    }

    /** Nothing was found below the high watermark: the log start went by. */
    private static ReadOutcome emptyBelow(Published after, long offset) {
        return new ReadOutcome.Refused(new Refusal.OffsetOutOfRange(
                offset, after.positions().logStart(), after.positions().highWatermark()));
    }

    private @Nullable Refusal refusal(Published now, long offset, OptionalLong positionEpoch) {
        if (!now.leading()) {
            return new Refusal.ByReplica(now.notLeader());
        }
        long logStart = now.positions().logStart();
        long highWatermark = now.positions().highWatermark();
        boolean ahead = positionEpoch.isPresent()
                && positionEpoch.getAsLong() > now.positions().leaderEpoch().value();
        if (offset < logStart || (!ahead && beyondEveryLog(now, offset))) {
            return new Refusal.OffsetOutOfRange(offset, logStart, highWatermark);
        }
        if (offset > highWatermark || ahead) {
            return new Refusal.OffsetNotYetAvailable(offset, highWatermark);
        }
        long epoch = now.epochs().epochAt(offset - 1);
        boolean otherHistory = positionEpoch.isPresent()
                && offset > logStart
                && epoch != EpochHistory.UNKNOWN
                && epoch != positionEpoch.getAsLong();
        return otherHistory ? new Refusal.OffsetOutOfRange(offset, logStart, highWatermark) : null;
    }

    /** Only who surely leads may say so: a newer leader's log may be longer. */
    private boolean beyondEveryLog(Published now, long offset) {
        return offset > now.positions().logEnd() && now.positions().servesLatest() && leased();
    }

    /** To be asked after the positions were looked at. */
    private boolean leased() {
        return environment.leased().getAsBoolean();
    }

    private static boolean sameEpoch(Published before, Published after) {
        return before.positions().leaderEpoch().equals(after.positions().leaderEpoch());
    }
}
