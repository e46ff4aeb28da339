package io.thalweg.broker.simulation;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.producer.ProducerTable;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.replication.PartitionReplica;
import io.thalweg.broker.replication.ReplicationRules;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.view.RecoveredLog;
import io.thalweg.broker.replication.view.ReplicaIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A replica of one broker: the production core over that broker's store. */
final class SimReplica {
    final SimBroker broker;
    final PartitionUid uid;
    final LogId log;
    final PartitionReplica core;

    private SimReplica(SimBroker broker, PartitionUid uid, LogId log, PartitionReplica core) {
        this.broker = broker;
        this.uid = uid;
        this.log = log;
        this.core = core;
    }

    static SimReplica open(SimBroker broker, Partition partition, @Nullable StoredLog stored, ReplicationRules rules) {
        LogStore store = broker.store();
        LogId log = new LogId(partition.uid().value());
        RecoveredLog recovered = stored == null ? RecoveredLog.empty() : recover(store, stored);
        PartitionReplica core = new PartitionReplica(
                new ReplicaIdentity(seed(partition), broker.id(), broker.epoch()),
                recovered,
                offset -> store.chainAt(log, offset),
                SimPlan.SETTINGS,
                rules);
        return new SimReplica(broker, partition.uid(), log, core);
    }

    static BatchSeed seed(Partition partition) {
        return new BatchSeed(
                partition.id().topic().value().getMostSignificantBits(),
                partition.id().topic().value().getLeastSignificantBits(),
                partition.id().index());
    }

    private static RecoveredLog recover(LogStore store, StoredLog stored) {
        long highWatermark = stored.state().highWatermark();
        List<RecordBatch> tail = batches(store, stored.id(), highWatermark, stored.logEnd(), Integer.MAX_VALUE);
        List<Map.Entry<byte[], byte[]>> rows = new ArrayList<>();
        store.scan(stored.id(), ProducerTable.STORE_TABLE, new byte[0], (key, value) -> {
            rows.add(Map.entry(key, value));
            return true;
        });
        return new RecoveredLog(
                stored.state().logStart(),
                highWatermark,
                stored.logEnd(),
                stored.chain(),
                stored.epochs().stream()
                        .map(entry -> new EpochMark(entry.epoch(), entry.firstOffset(), entry.chain()))
                        .toList(),
                tail,
                rows,
                stored.unsyncedAcks());
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
