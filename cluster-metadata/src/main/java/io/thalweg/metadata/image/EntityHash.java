package io.thalweg.metadata.image;

import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.metadata.model.Recovery;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.ReplicaFault;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit hash of one entity of the image, the same in every process and Java version. The digest of an image is the sum of
 * the hashes of its entities, so a change costs one subtraction and one addition. Guards against bugs, not against malice.
 */
final class EntityHash {

    private long state;

    private EntityHash(long kind) {
        this.state = kind;
    }

    static long of(ImageCounters counters) {
        return new EntityHash(1)
                .add(counters.timeMillis())
                .add(counters.nextProducerId())
                .add(counters.nextPartitionUid())
                .add(counters.featureLevel())
                .value();
    }

    static long of(Broker broker) {
        EntityHash hash = new EntityHash(2).add(broker.registration());
        hash.add(broker.epoch().value())
                .add(broker.active() ? 1 : 0)
                .add(broker.drain().name());
        hash.add(broker.storage().synced()).add(broker.storage().written());
        hash.add(broker.producerBlock().request()).add(broker.producerBlock().firstId());
        return hash.value();
    }

    static long of(Topic topic) {
        EntityHash hash = new EntityHash(3).add(topic.id()).add(topic.name()).add(topic.internal() ? 1 : 0);
        topic.config().toMap().forEach((key, value) -> hash.add(key).add(value));
        hash.add(topic.createdIndex())
                .add(topic.version())
                .add(topic.partitions().size());
        topic.partitions().forEach(uid -> hash.add(uid.value()));
        return hash.value();
    }

    /** By how much the digest grows when this partition takes the place of that one; null is none. */
    static long change(@Nullable Partition old, @Nullable Partition next) {
        long change = (next == null ? 0 : ofLeadership(next)) - (old == null ? 0 : ofLeadership(old));
        if (old != null && next != null && sameMakeUp(old, next)) {
            return change;
        }
        return change + (next == null ? 0 : ofMakeUp(next)) - (old == null ? 0 : ofMakeUp(old));
    }

    /** What changes when a broker comes or goes, of all its partitions at once. */
    private static long ofLeadership(Partition partition) {
        EntityHash hash = new EntityHash(4).add(partition.number());
        hash.add(partition.leader() == null ? 0 : partition.leader().value());
        hash.add(partition.leaderEpoch().value()).add(partition.version());
        hash.add(partition.holders().size());
        for (int at = 0; at < partition.holders().size(); at++) {
            Holder holder = partition.holders().get(at);
            hash.add(holder.broker().value()).add(holder.epoch().value());
        }
        return hash.value();
    }

    /** All the rest, which seldom changes. */
    private static long ofMakeUp(Partition partition) {
        EntityHash hash =
                new EntityHash(6).add(partition.number()).add(partition.topic()).add(partition.position());
        hash.add(partition.replicas()).add(partition.faults().size());
        for (ReplicaFault fault : partition.faults()) {
            hash.add(fault.broker().value()).add(fault.index());
        }
        hash.add(partition.recoveryEpoch()).add(partition.recoveries().size());
        partition.recoveries().forEach(hash::add);
        hash.add(partition.removalIndex());
        Reassignment move = partition.reassignment();
        if (move != null) {
            hash.add(move.from()).add(move.to()).add(move.cancelled() ? 1 : 0);
        }
        return hash.value();
    }

    /** A uid never gets another id. */
    private static boolean sameMakeUp(Partition old, Partition next) {
        return old.replicas().equals(next.replicas())
                && old.faults().equals(next.faults())
                && old.recoveryEpoch() == next.recoveryEpoch()
                && old.recoveries().equals(next.recoveries())
                && old.removalIndex() == next.removalIndex()
                && Objects.equals(old.reassignment(), next.reassignment());
    }

    static long of(Tombstone tombstone) {
        EntityHash hash = new EntityHash(5).add(tombstone.topic()).add(tombstone.name());
        hash.add(tombstone.deletedIndex()).add(tombstone.partitions().size());
        tombstone.partitions().forEach(uid -> hash.add(uid.value()));
        hash.add(tombstone.unconfirmed().size());
        tombstone.unconfirmed().forEach(broker -> hash.add(broker.value()));
        return hash.value();
    }

    private EntityHash add(BrokerRegistration registration) {
        add(registration.id().value()).add(registration.incarnation()).add(registration.storageId());
        add(registration.listeners().size());
        registration
                .listeners()
                .forEach((name, endpoint) -> add(name).add(endpoint.host()).add(endpoint.port()));
        add(registration.rack())
                .add(registration.restartKind().name())
                .add(registration.previousEpoch().value());
        add(registration.storagePosition()).add(registration.lossyPartitions().size());
        registration.lossyPartitions().forEach(uid -> add(uid.value()));
        return add(registration.featureLevel());
    }

    private EntityHash add(Recovery recovery) {
        add(recovery.epoch()).add(recovery.leader().value());
        add(recovery.forced() ? 1 : 0).add(recovery.reason());
        add(recovery.evidence().size());
        for (RecoveryEvidence evidence : recovery.evidence()) {
            BrokerIdentity broker = evidence.broker();
            add(broker.id().value()).add(broker.epoch().value());
            add(evidence.lastEpoch()).add(evidence.logEnd()).add(evidence.highWatermark());
            add(evidence.logStart()).add(evidence.damaged() ? 1 : 0);
        }
        return this;
    }

    private EntityHash add(List<BrokerId> brokers) {
        add(brokers.size());
        for (int at = 0; at < brokers.size(); at++) {
            add(brokers.get(at).value());
        }
        return this;
    }

    private EntityHash add(TopicId id) {
        return add(id.value());
    }

    private EntityHash add(UUID uuid) {
        return add(uuid.getMostSignificantBits()).add(uuid.getLeastSignificantBits());
    }

    private EntityHash add(String text) {
        add(text.length());
        for (int at = 0; at < text.length(); at++) {
            add(text.charAt(at));
        }
        return this;
    }

    /** Another value gives another state, whatever the state was. Few steps, as a command may change every partition. */
    private EntityHash add(long value) {
        long mixed = (state ^ value) * 0x9E37_79B9_7F4A_7C15L;
        state = mixed ^ (mixed >>> 32);
        return this;
    }

    /** The finaliser of SplitMix64 spreads the last values over all bits. */
    private long value() {
        long mixed = (state ^ (state >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
