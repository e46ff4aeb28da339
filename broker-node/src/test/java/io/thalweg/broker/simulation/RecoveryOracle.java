package io.thalweg.broker.simulation;

import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Knows which recoveries were recorded and what they declared lost. What a deposed leader commits after a recovery, with
 * those who have not heard of it, is lost too; it is no part of the committed log, but counts here like what was.
 */
final class RecoveryOracle {
    private final Simulation simulation;
    private final Map<PartitionUid, Long> recoveries = new HashMap<>();
    /** Chain hashes of all batches that any leader ever committed. */
    private final Set<Long> everCommitted = new HashSet<>();

    RecoveryOracle(Simulation simulation) {
        this.simulation = simulation;
    }

    /** A command was applied; to be called before anybody sees the new image. */
    void onApplied(ClusterImage after, Command command) {
        if (!(command instanceof Command.RecoverLeader recover)) {
            return;
        }
        Partition partition = Objects.requireNonNull(after.partition(recover.partition()));
        recoveries.put(partition.uid(), partition.recoveryEpoch());
        simulation.rare().seen(RareEvents.Kind.RECOVERED_BY_FORCE, recover.forced());
        simulation.rare().seen(RareEvents.Kind.RECOVERED_BY_EVIDENCE, !recover.forced());
        boolean loses = adopt(partition);
        simulation.rare().seen(RareEvents.Kind.COMMITTED_AND_LOST, loses);
    }

    /** From now on what is committed is what was ever committed and the new leader has. */
    private boolean adopt(Partition partition) {
        SimBroker leader = simulation.broker(Objects.requireNonNull(partition.leader()));
        LogId log = new LogId(partition.uid().value());
        CommittedLog committed = simulation.oracle().committed(partition.uid());
        History history = simulation.oracle().history(partition.uid());
        List<History.Node> kept = new ArrayList<>();
        long tip = leader.store().recover().stream()
                .filter(stored -> stored.id().equals(log))
                .mapToLong(stored -> stored.chain())
                .findFirst()
                .orElse(0);
        History.Node node = history.at(tip);
        while (node != null && !committed.has(node)) {
            if (everCommitted.contains(node.chain())) {
                kept.add(0, node);
            }
            tip = node.chainBefore();
            node = history.at(tip);
        }
        return committed.recovered(partition.recoveryEpoch(), tip, kept);
    }

    /** Whether a partition was ever recovered. */
    boolean recovered(PartitionUid uid) {
        return recoveries.containsKey(uid);
    }

    /** Whether a recovery was recorded after this leader epoch began. */
    boolean deposed(PartitionUid uid, long leaderEpoch) {
        return leaderEpoch < recoveries.getOrDefault(uid, 0L);
    }

    /** Whether the replica has not heard of a recovery that is recorded. */
    boolean behind(SimReplica replica) {
        return deposed(replica.uid, replica.core.positions().leaderEpoch().value());
    }

    /** A leader committed everything up to here. */
    void committed(SimReplica replica, long end) {
        History history = simulation.oracle().history(replica.uid);
        long chain = replica.broker.store().chainAt(replica.log, end).orElse(0);
        History.Node node = history.at(chain);
        while (node != null && everCommitted.add(node.chain())) {
            node = history.at(node.chainBefore());
        }
    }

    /** Whether what a replica has below an offset was committed at some time. */
    boolean wasCommitted(SimReplica replica, long end) {
        OptionalLong chain = replica.broker.store().chainAt(replica.log, end);
        return recovered(replica.uid) && chain.isPresent() && everCommitted.contains(chain.getAsLong());
    }

    /** A replica cuts its log here: what was ever committed and is lost must be in its quarantine. */
    void onCut(SimReplica replica, long from) {
        if (!recovered(replica.uid)) {
            return;
        }
        History history = simulation.oracle().history(replica.uid);
        CommittedLog committed = simulation.oracle().committed(replica.uid);
        History.Node node = history.at(replica.chain());
        while (node != null && node.base() >= from && node.next() > replica.logStart()) {
            History.Node cut = node;
            boolean lost = everCommitted.contains(cut.chain()) && !committed.has(cut);
            Oracle.require(
                    !lost || inQuarantine(replica, cut),
                    "S20",
                    () -> replica + " cuts " + cut + ", which was committed, without a copy in quarantine");
            node = history.at(node.chainBefore());
        }
    }

    /** A replica drops its log for one that begins later. */
    void onReset(SimReplica replica) {
        onCut(replica, 0);
        History.Node last = simulation.oracle().history(replica.uid).at(replica.chain());
        boolean copied = last != null && inQuarantine(replica, last);
        simulation.rare().seen(RareEvents.Kind.RESET_AFTER_QUARANTINE, copied);
    }

    private static boolean inQuarantine(SimReplica replica, History.Node wanted) {
        var quarantine = replica.broker.disk().quarantine();
        for (QuarantinedPart part : quarantine.parts()) {
            if (part.seed().equals(replica.seed) && part.from() <= wanted.base() && wanted.next() <= part.to()) {
                for (RecordBatch batch : quarantine.batches(part)) {
                    if (batch.baseOffset() == wanted.base()
                            && batch.crc() == wanted.crc()
                            && batch.leaderEpoch() == wanted.leaderEpoch()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
