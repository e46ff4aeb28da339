package io.thalweg.metadata.codec;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Drain;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.metadata.model.Recovery;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.ImageSnapshot;
import io.thalweg.proto.v1.StoredBroker;
import io.thalweg.proto.v1.StoredFault;
import io.thalweg.proto.v1.StoredPartition;
import io.thalweg.proto.v1.StoredReassignment;
import io.thalweg.proto.v1.StoredRecovery;
import io.thalweg.proto.v1.StoredTombstone;
import io.thalweg.proto.v1.StoredTopic;
import java.util.Objects;

/** An image to its message. The image lists everything in order of id, so the message does too. */
final class ImageWriter {

    static final int FENCED = 1;
    static final int ACTIVE = 2;

    private ImageWriter() {}

    static ImageSnapshot write(ClusterImage image) {
        ImageSnapshot.Builder message = ImageSnapshot.newBuilder()
                .setIndex(image.index())
                .setClusterId(image.clusterId().toString())
                .setTimeMillis(image.counters().timeMillis())
                .setNextProducerId(image.counters().nextProducerId())
                .setNextPartitionUid(image.counters().nextPartitionUid())
                .setFeatureLevel(image.counters().featureLevel());
        image.brokers().forEach(broker -> message.addBrokers(write(broker)));
        image.topics().forEach(topic -> message.addTopics(write(image, topic)));
        image.tombstones().forEach(tombstone -> message.addTombstones(write(tombstone)));
        return message.build();
    }

    private static StoredBroker write(Broker broker) {
        return StoredBroker.newBuilder()
                .setRegistration(ModelWriter.write(broker.registration()))
                .setBrokerEpoch(broker.epoch().value())
                .setState(broker.active() ? ACTIVE : FENCED)
                .setDraining(broker.draining())
                .setStopping(broker.drain() == Drain.STOPPING)
                .setStorageSynced(broker.storage().synced())
                .setStorageWritten(broker.storage().written())
                .setLastProducerRequest(broker.producerBlock().request())
                .setLastProducerBlock(broker.producerBlock().firstId())
                .build();
    }

    private static StoredTopic write(ClusterImage image, Topic topic) {
        StoredTopic.Builder message = StoredTopic.newBuilder()
                .setName(topic.name())
                .setTopicId(ModelWriter.write(topic.id()))
                .setInternal(topic.internal())
                .putAllConfig(topic.config().toMap())
                .setCreatedIndex(topic.createdIndex())
                .setVersion(topic.version());
        for (PartitionUid uid : topic.partitions()) {
            message.addPartitions(write(Objects.requireNonNull(image.partition(uid))));
        }
        return message.build();
    }

    private static StoredPartition write(Partition partition) {
        BrokerId leader = partition.leader();
        StoredPartition.Builder message = StoredPartition.newBuilder()
                .setUid(partition.uid().value())
                .setLeader(leader == null ? 0 : leader.value())
                .setLeaderEpoch(partition.leaderEpoch().value())
                .setVersion(partition.version())
                .setRecoveryEpoch(partition.recoveryEpoch())
                .setRemovalIndex(partition.removalIndex());
        partition.replicas().forEach(replica -> message.addReplicas(replica.value()));
        partition.holders().forEach(holder -> message.addHolders(ModelWriter.write(holder)));
        partition
                .faults()
                .forEach(fault -> message.addFaults(StoredFault.newBuilder()
                        .setBrokerId(fault.broker().value())
                        .setIndex(fault.index())));
        partition.recoveries().forEach(recovery -> message.addRecoveries(write(recovery)));
        Reassignment move = partition.reassignment();
        if (move != null) {
            message.setReassignment(write(move));
        }
        return message.build();
    }

    private static StoredReassignment write(Reassignment move) {
        StoredReassignment.Builder message = StoredReassignment.newBuilder().setCancelled(move.cancelled());
        move.from().forEach(replica -> message.addFrom(replica.value()));
        move.to().forEach(replica -> message.addTo(replica.value()));
        return message.build();
    }

    private static StoredRecovery write(Recovery recovery) {
        StoredRecovery.Builder message = StoredRecovery.newBuilder()
                .setEpoch(recovery.epoch())
                .setLeader(recovery.leader().value())
                .setForced(recovery.forced())
                .setReason(recovery.reason());
        recovery.evidence().forEach(evidence -> message.addEvidence(ModelWriter.write(evidence)));
        return message.build();
    }

    private static StoredTombstone write(Tombstone tombstone) {
        StoredTombstone.Builder message = StoredTombstone.newBuilder()
                .setTopicId(ModelWriter.write(tombstone.topic()))
                .setName(tombstone.name())
                .setDeletedIndex(tombstone.deletedIndex());
        tombstone.partitions().forEach(uid -> message.addPartitionUids(uid.value()));
        tombstone.unconfirmed().forEach(broker -> message.addUnconfirmed(broker.value()));
        return message.build();
    }
}
