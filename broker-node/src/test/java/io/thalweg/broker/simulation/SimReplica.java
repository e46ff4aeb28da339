package io.thalweg.broker.simulation;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.replication.PartitionReplica;
import io.thalweg.broker.replication.ReplicationRules;
import io.thalweg.broker.replication.view.RecoveredLog;
import io.thalweg.broker.replication.view.ReplicaIdentity;
import io.thalweg.broker.runtime.partition.LogRecovery;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A replica of one broker: the production core over that broker's store. */
final class SimReplica {
    final SimBroker broker;
    final PartitionUid uid;
    final LogId log;
    final BatchSeed seed;
    final PartitionReplica core;
    /** Chain hash by end of each batch that this life appended, and where it began. */
    private final TreeMap<Long, Long> chains = new TreeMap<>();

    /** As the core had it after the last call. */
    private long logStart;

    private SimReplica(SimBroker broker, PartitionUid uid, LogId log, BatchSeed seed, PartitionReplica core) {
        this.broker = broker;
        this.uid = uid;
        this.log = log;
        this.seed = seed;
        this.core = core;
    }

    static SimReplica open(SimBroker broker, Partition partition, @Nullable StoredLog stored, ReplicationRules rules) {
        LogStore store = broker.store();
        LogId log = new LogId(partition.uid().value());
        RecoveredLog recovered = stored == null ? RecoveredLog.empty() : LogRecovery.of(store, stored);
        PartitionReplica core = new PartitionReplica(
                new ReplicaIdentity(seed(partition), broker.id(), broker.epoch()),
                recovered,
                offset -> store.chainAt(log, offset),
                SimPlan.SETTINGS,
                rules);
        SimReplica replica = new SimReplica(broker, partition.uid(), log, seed(partition), core);
        replica.chains.put(recovered.logEnd(), recovered.chain());
        return replica;
    }

    static BatchSeed seed(Partition partition) {
        return new BatchSeed(
                partition.id().topic().value().getMostSignificantBits(),
                partition.id().topic().value().getLeastSignificantBits(),
                partition.id().index());
    }

    long logStart() {
        return logStart;
    }

    /** A call of the core is over, and all that it asked for was looked at. */
    void called() {
        logStart = core.positions().logStart();
    }

    /** Chain hash at the log end, all that was asked for included. */
    long chain() {
        return chains.lastEntry().getValue();
    }

    void appended(long nextOffset, long chainAfter) {
        chains.put(nextOffset, chainAfter);
    }

    void truncated(long fromOffset) {
        OptionalLong stored = broker.store().chainAt(log, fromOffset);
        Long known = chains.get(fromOffset);
        chains.tailMap(fromOffset, true).clear();
        chains.put(fromOffset, known == null ? stored.orElseThrow() : known);
    }

    void reset(long logStart, long chain) {
        chains.clear();
        chains.put(logStart, chain);
    }

    static List<RecordBatch> batches(LogStore store, LogId log, long from, long end, int maxBytes) {
        List<RecordBatch> found = new ArrayList<>();
        if (from < end) {
            RecordBatches.of(store.read(log, from, end, maxBytes).batches()).forEach(found::add);
        }
        return found;
    }

    @Override
    public String toString() {
        return "replica of " + uid + " on broker " + broker.id();
    }
}
