package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.replication.PartitionReplica;
import io.thalweg.broker.replication.view.RecoveredLog;
import io.thalweg.broker.replication.view.ReplicaIdentity;
import io.thalweg.broker.runtime.link.CommittedApplier;
import io.thalweg.broker.runtime.link.CommittedApplierFactory;
import io.thalweg.broker.runtime.link.PartitionMailbox;
import io.thalweg.broker.runtime.link.TableReader;
import io.thalweg.broker.runtime.loop.PartitionLoop;
import io.thalweg.broker.runtime.loop.Turn;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import org.jspecify.annotations.Nullable;

/** Makes hosted partitions on one loop. Only for the loop; it may read from the disk. */
public final class PartitionFactory {
    private final PartitionLoop loop;
    private final PartitionEnvironment environment;
    private final LoopProposals proposals;

    public PartitionFactory(PartitionLoop loop, PartitionEnvironment environment, LoopProposals proposals) {
        this.loop = loop;
        this.environment = environment;
        this.proposals = proposals;
    }

    /**
     * Hosts a partition with the log that the store recovered, or with a new one, created in the turn's write.
     *
     * @param appliers makes the applier of an internal topic; null for others
     */
    public HostedPartition host(
            Turn turn,
            Partition partition,
            BrokerIdentity self,
            @Nullable StoredLog stored,
            @Nullable CommittedApplierFactory appliers) {
        HostedName name = HostedName.of(partition);
        if (stored == null) {
            turn.changes().create(name.log(), name.seed());
        } else if (!stored.seed().equals(name.seed())) {
            throw new IllegalStateException("the log of partition " + name.uid() + " was made for another partition");
        }
        RecoveredLog recovered = stored == null ? RecoveredLog.empty() : LogRecovery.of(environment.store(), stored);
        PartitionReplica replica = new PartitionReplica(
                new ReplicaIdentity(name.seed(), self.id(), self.epoch()),
                recovered,
                offset -> environment.store().chainAt(name.log(), offset),
                environment.replication());
        ReplicaState state = new ReplicaState(name, environment, replica);
        HostedPartition hosted = new HostedPartition(name, self, loop, environment, replica, state, proposals);
        if (appliers != null) {
            CommittedApplier applier =
                    appliers.create(name.id(), tables(environment.store(), name.log()), mailbox(hosted));
            long appliedOffset = stored == null ? 0 : stored.state().appliedOffset();
            state.applyWith(new AppliedTables(applier, name.log(), state::committed, appliedOffset));
        }
        loop.add(hosted);
        return hosted;
    }

    /** A log that is here cannot be hosted: its replica must not count. */
    public void reportFault(Partition partition, BrokerIdentity self, String cause) {
        proposals.fault(self, partition.uid(), 0, cause);
        environment.listener().faulted(partition.id(), cause);
    }

    private static TableReader tables(LogStore store, LogId log) {
        return new TableReader() {
            @Override
            public byte @Nullable [] value(byte table, byte[] key) {
                return store.value(log, table, key);
            }

            @Override
            public void scan(byte table, byte[] keyPrefix, LogStore.RowVisitor visitor) {
                store.scan(log, table, keyPrefix, visitor);
            }
        };
    }

    private static PartitionMailbox mailbox(HostedPartition hosted) {
        return task -> hosted.loop().offer(turn -> hosted.run(turn, task));
    }
}
