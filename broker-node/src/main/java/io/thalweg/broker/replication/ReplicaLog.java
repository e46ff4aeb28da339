package io.thalweg.broker.replication;

import io.thalweg.broker.producer.ProducerRow;
import io.thalweg.broker.producer.ProducerTable;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.view.LogCondition;
import io.thalweg.broker.replication.view.LogHistory;
import io.thalweg.broker.replication.view.RecoveredLog;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The positions of the replica's log and what derives from it: epoch list, chain hashes of the tail, producer table.
 * Every change also asks the store for it, so memory and store agree after each write.
 *
 * <p>Three ends: {@code logEnd} counts what was asked for, {@code writtenEnd} what is written, {@code durableEnd} what
 * is synced.
 */
final class ReplicaLog {
    /** Chain hashes that are kept if those from the high watermark on are fewer: two kilobytes of a used partition. */
    private static final int TAIL_KEPT = 100;

    private static final long FLAG_DURABLE = 0;
    private static final long FLAG_NOT_WRITTEN = Long.MAX_VALUE;

    private final LogHistory history;
    private final ReplicationRules rules;
    private final EpochList epochs;
    private final ProducerTable producers = new ProducerTable();
    /** Chain hash by batch boundary: every one from the high watermark on, and some below. */
    private final LongPairs chains = new LongPairs();

    /** Log end that each write brought, by its sequence. */
    private final LongPairs unsynced = new LongPairs();

    private final RecentBytes recent;
    private long logStart;
    private long highWatermark;
    private long watermarkEpoch;
    private long logEnd;
    private long writtenEnd;
    private long durableEnd;
    private long chain;
    private long lastAppendTimeMillis;
    private long storedHighWatermark;
    private long storedWatermarkEpoch;
    private long storedLogStart;
    private boolean unsyncedAcks;
    /** Write that stored the flag; acknowledgements before a sync wait until it is durable. */
    private long unsyncedAcksSequence = FLAG_DURABLE;

    private LogCondition condition;
    private boolean damaged;
    /** Write that stored the mark of damage; nobody is told before it is durable. */
    private long damagedSequence = FLAG_DURABLE;

    /** @param recentBytes so many bytes below the log end are told apart by {@link #bytesFrom} */
    ReplicaLog(RecoveredLog recovered, LogHistory history, ReplicationRules rules, long recentBytes) {
        this.history = history;
        this.rules = rules;
        this.epochs = new EpochList(recovered.epochs());
        this.logStart = recovered.logStart();
        this.highWatermark = recovered.highWatermark();
        this.watermarkEpoch = recovered.watermarkEpoch();
        this.storedHighWatermark = highWatermark;
        this.storedWatermarkEpoch = watermarkEpoch;
        this.storedLogStart = logStart;
        this.logEnd = recovered.logEnd();
        this.recent = new RecentBytes(recentBytes, logEnd);
        this.writtenEnd = logEnd;
        this.durableEnd = logEnd;
        this.chain = recovered.chain();
        this.lastAppendTimeMillis = recovered.lastAppendTimeMillis();
        this.unsyncedAcks = recovered.unsyncedAcks();
        this.condition = recovered.condition();
        this.damaged = condition == LogCondition.DAMAGED;
        for (Map.Entry<byte[], byte[]> row : recovered.producerRows()) {
            producers.load(row.getKey(), row.getValue());
        }
        stayBehindProducers();
        scan(recovered.tail());
    }

    /** Learns the tail above the high watermark: chains are computed forward, so the one at its start must be known. */
    private void scan(List<RecordBatch> tail) {
        long reached = highWatermark;
        OptionalLong known = tail.isEmpty() ? OptionalLong.of(chain) : chainBelowTail();
        if (known.isPresent()) {
            chains.put(highWatermark, known.getAsLong());
        }
        for (RecordBatch batch : tail) {
            Invariant.check(batch.baseOffset() == reached, "the recovered tail is contiguous");
            reached = batch.nextOffset();
            producers.appended(batch);
            if (known.isPresent()) {
                known = OptionalLong.of(batch.chainAfter(known.getAsLong()));
                chains.put(reached, known.getAsLong());
            }
        }
        Invariant.check(reached == logEnd, "the recovered tail ends at the log end");
        Invariant.check(known.isEmpty() || known.getAsLong() == chain, "the recovered chain is that of the tail");
        chains.put(logEnd, chain);
    }

    private OptionalLong chainBelowTail() {
        if (highWatermark == 0) {
            return OptionalLong.of(0);
        }
        EpochMark inForce = epochs.inForceAt(highWatermark);
        return inForce != null && inForce.firstOffset() == highWatermark
                ? OptionalLong.of(inForce.chain())
                : history.chainAt(highWatermark);
    }

    /** Appends a stamped batch whose base offset is the log end. */
    void append(RecordBatch batch, Outbox outbox) {
        Invariant.check(batch.baseOffset() == logEnd, "a batch is appended at the log end");
        epochs.appended(batch.leaderEpoch(), logEnd, chain);
        recent.appended(logEnd, batch.length());
        chain = batch.chainAfter(chain);
        logEnd = batch.nextOffset();
        chains.put(logEnd, chain);
        lastAppendTimeMillis = Math.max(lastAppendTimeMillis, batch.appendTimeMillis());
        producers.appended(batch);
        outbox.add(new ReplicaAction.Append(batch, chain));
    }

    /** Cuts the log at a batch boundary at or above the high watermark, whose chain hash is known. */
    void truncate(long fromOffset, Outbox outbox) {
        Invariant.check(fromOffset >= highWatermark && fromOffset <= logEnd, "cuts stay above the high watermark");
        OptionalLong chainThere = recentChainAt(fromOffset);
        Invariant.check(chainThere.isPresent(), "a cut is at a batch boundary");
        endsAt(fromOffset, chainThere.getAsLong());
        chains.removeAbove(fromOffset);
        if (rules.keeps(ReplicationRules.Rule.OVERLAY_FOLLOWS_LOG)) {
            producers.truncated(fromOffset);
        }
        outbox.add(new ReplicaAction.Truncate(fromOffset));
    }

    /**
     * Cuts the log at a batch boundary below the high watermark, which goes back with it, and takes the leader's producers:
     * a recovery declared what is cut lost. One write, all or nothing.
     */
    void rewind(long fromOffset, List<byte[]> producerRows, Outbox outbox) {
        Invariant.check(
                fromOffset >= logStart && fromOffset <= highWatermark, "a rewind goes below the high watermark");
        OptionalLong chainThere = chainAt(fromOffset);
        Invariant.check(chainThere.isPresent(), "a rewind is to a batch boundary");
        highWatermark = fromOffset;
        storedHighWatermark = fromOffset;
        storedWatermarkEpoch = watermarkEpoch;
        storedLogStart = logStart;
        endsAt(fromOffset, chainThere.getAsLong());
        chains.clear();
        chains.put(fromOffset, chain);
        outbox.add(new ReplicaAction.RewindLog(logStart, fromOffset, watermarkEpoch));
        if (rules.keeps(ReplicationRules.Rule.ROWS_GO_BACK_WITH_LOG)) {
            producers.replace(producerRows);
            storeProducers(outbox);
        }
    }

    /** A log without batches knows from its producers how late the ones were that it had. */
    private void stayBehindProducers() {
        lastAppendTimeMillis = Math.max(lastAppendTimeMillis, producers.newestAppendMillis());
    }

    private void endsAt(long fromOffset, long chainThere) {
        chain = chainThere;
        logEnd = fromOffset;
        recent.endsAt(logEnd);
        writtenEnd = Math.min(writtenEnd, fromOffset);
        durableEnd = Math.min(durableEnd, fromOffset);
        unsynced.lowerValuesTo(fromOffset);
        epochs.truncated(fromOffset);
    }

    /**
     * Drops everything and begins at the leader's log start, with the leader's producers: one write, all or nothing.
     *
     * @param epoch leader epoch of who said so
     */
    void reset(long newStart, EpochMark epochAtStart, long epoch, List<byte[]> producerRows, Outbox outbox) {
        logStart = newStart;
        highWatermark = newStart;
        watermarkEpoch = epoch;
        storedHighWatermark = newStart;
        storedWatermarkEpoch = epochAtStart.epoch();
        storedLogStart = newStart;
        logEnd = newStart;
        recent.endsAt(logEnd);
        writtenEnd = newStart;
        durableEnd = newStart;
        chain = epochAtStart.chain();
        unsynced.clear();
        chains.clear();
        chains.put(logEnd, chain);
        EpochMark only = new EpochMark(epochAtStart.epoch(), newStart, chain);
        epochs.reset(only);
        producers.clear();
        producerRows.forEach(producers::adopt);
        stayBehindProducers();
        outbox.add(new ReplicaAction.ResetLog(newStart, only));
        if (unsyncedAcks) {
            outbox.add(new ReplicaAction.MarkUnsyncedAcks(true));
        }
        storeProducers(outbox);
    }

    /** Drops everything and begins as a new log, also below the high watermark: nothing of it is needed, or can be used. */
    void forget(Outbox outbox) {
        logStart = 0;
        highWatermark = 0;
        watermarkEpoch = 0;
        storedHighWatermark = 0;
        storedWatermarkEpoch = 0;
        storedLogStart = 0;
        logEnd = 0;
        recent.endsAt(logEnd);
        writtenEnd = 0;
        durableEnd = 0;
        chain = 0;
        lastAppendTimeMillis = 0;
        unsyncedAcks = false;
        unsyncedAcksSequence = FLAG_DURABLE;
        condition = LogCondition.WHOLE;
        damaged = false;
        damagedSequence = FLAG_DURABLE;
        unsynced.clear();
        chains.clear();
        chains.put(0, 0);
        epochs.clear();
        producers.clear();
        outbox.add(new ReplicaAction.ForgetLog());
    }

    /**
     * Raises the high watermark; lower values are ignored. Returns whether it rose.
     *
     * @param epoch the leader epoch in which it is learned, or, if it is as high already, confirmed
     */
    boolean commit(long newHighWatermark, long epoch, Outbox outbox) {
        Invariant.check(newHighWatermark <= logEnd, "the high watermark is at or below the log end");
        if (newHighWatermark >= highWatermark) {
            watermarkEpoch = Math.max(watermarkEpoch, epoch);
        }
        if (newHighWatermark <= highWatermark) {
            return false;
        }
        long from = highWatermark;
        highWatermark = newHighWatermark;
        producers.committed(newHighWatermark);
        forgetOldChains();
        outbox.add(new ReplicaAction.AdvanceHighWatermark(from, newHighWatermark));
        return true;
    }

    /** Raises the log start, at most to the high watermark. Returns whether it rose. */
    boolean startAt(long newStart) {
        long bounded = Math.min(newStart, highWatermark);
        if (bounded <= logStart) {
            return false;
        }
        logStart = bounded;
        epochs.startsAt(bounded);
        return true;
    }

    /** Asks the store for the positions and the producer rows if they changed. */
    void persist(Outbox outbox) {
        if (storedHighWatermark == highWatermark
                && storedLogStart == logStart
                && storedWatermarkEpoch == watermarkEpoch) {
            return;
        }
        storedHighWatermark = highWatermark;
        storedWatermarkEpoch = watermarkEpoch;
        storedLogStart = logStart;
        storeProducers(outbox);
        outbox.add(new ReplicaAction.StorePositions(logStart, highWatermark, watermarkEpoch));
    }

    /** Forgets of the producers what this log lacks, in the write of this turn. */
    void dropProducersAhead(Outbox outbox) {
        producers.dropAbove(logEnd);
        storeProducers(outbox);
    }

    private void storeProducers(Outbox outbox) {
        for (ProducerRow row : producers.takeDirtyRows()) {
            outbox.add(new ReplicaAction.StoreProducer(row));
        }
    }

    /** Keeps the stored mark of damage. */
    void damaged(boolean value, Outbox outbox) {
        if (damaged != value) {
            damaged = value;
            damagedSequence = value ? FLAG_NOT_WRITTEN : FLAG_DURABLE;
            outbox.add(new ReplicaAction.MarkDamaged(value));
        }
    }

    /** What recovery found; whole again once the log was forgotten. */
    LogCondition condition() {
        return condition;
    }

    /** Whether a restart would know of the damage. */
    boolean damageIsDurable() {
        return damaged && damagedSequence == FLAG_DURABLE;
    }

    /** Everything asked for so far is in the write with this number. */
    void written(long sequence) {
        writtenEnd = logEnd;
        damagedSequence = damagedSequence == FLAG_NOT_WRITTEN ? sequence : damagedSequence;
        unsynced.put(sequence, logEnd);
        unsyncedAcksSequence = unsyncedAcksSequence == FLAG_NOT_WRITTEN ? sequence : unsyncedAcksSequence;
    }

    /** Every write up to this number is durable. Returns whether an end rose. */
    boolean synced(long sequence) {
        long before = durableEnd;
        long announcedBefore = announcedEnd();
        unsyncedAcksSequence = unsyncedAcksSequence <= sequence ? FLAG_DURABLE : unsyncedAcksSequence;
        damagedSequence = damagedSequence <= sequence ? FLAG_DURABLE : damagedSequence;
        while (unsynced.size() > 0 && unsynced.firstKey() <= sequence) {
            durableEnd = Math.max(durableEnd, unsynced.value(0));
            unsynced.removeFirst();
        }
        return durableEnd > before || announcedEnd() > announcedBefore;
    }

    boolean awaitsSync() {
        return unsynced.size() > 0;
    }

    /** Keeps the stored flag in step with the durability mode. */
    void unsyncedAcks(boolean value, Outbox outbox) {
        if (unsyncedAcks != value) {
            unsyncedAcks = value;
            unsyncedAcksSequence = value ? FLAG_NOT_WRITTEN : FLAG_DURABLE;
            outbox.add(new ReplicaAction.MarkUnsyncedAcks(value));
        }
    }

    /**
     * The end that mode os may acknowledge: the written one, but only once a durable flag says that a machine crash may
     * cost such records; until then the durable one.
     */
    long announcedEnd() {
        boolean announced = unsyncedAcks && unsyncedAcksSequence == FLAG_DURABLE;
        return announced || !rules.keeps(ReplicationRules.Rule.COUNT_DURABLE_END) ? writtenEnd : durableEnd;
    }

    boolean unsyncedAcks() {
        return unsyncedAcks;
    }

    /** Chain hash of everything below a batch boundary; empty if it is not known. */
    OptionalLong chainAt(long offset) {
        OptionalLong recent = recentChainAt(offset);
        if (recent.isPresent()) {
            return recent;
        }
        return offset < logEnd ? history.chainAt(offset) : OptionalLong.empty();
    }

    /** The same, without asking the store. */
    OptionalLong recentChainAt(long offset) {
        int known = chains.find(offset);
        return known == LongPairs.NONE ? OptionalLong.empty() : OptionalLong.of(chains.value(known));
    }

    /** About how many bytes of batches there are from an offset on; {@link RecentBytes#UNKNOWN} if it is old. */
    long bytesFrom(long offset) {
        return offset >= logEnd ? 0 : recent.from(offset);
    }

    private void forgetOldChains() {
        while (chains.size() > TAIL_KEPT && chains.firstKey() < highWatermark) {
            chains.removeFirst();
        }
    }

    EpochList epochs() {
        return epochs;
    }

    ProducerTable producers() {
        return producers;
    }

    long logStart() {
        return logStart;
    }

    long highWatermark() {
        return highWatermark;
    }

    /** Leader epoch in which the high watermark was learned. */
    long watermarkEpoch() {
        return watermarkEpoch;
    }

    long logEnd() {
        return logEnd;
    }

    long writtenEnd() {
        return writtenEnd;
    }

    long durableEnd() {
        return durableEnd;
    }

    long chain() {
        return chain;
    }

    /** The append time for a new batch: the clock, but never before the last batch. */
    long appendTime(long wallMillis) {
        return Math.max(wallMillis, lastAppendTimeMillis);
    }
}
