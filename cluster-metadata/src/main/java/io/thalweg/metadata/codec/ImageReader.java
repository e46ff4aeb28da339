package io.thalweg.metadata.codec;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageCounters;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerState;
import io.thalweg.metadata.model.Drain;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.ProducerBlock;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.metadata.model.Recovery;
import io.thalweg.metadata.model.ReplicaFault;
import io.thalweg.metadata.model.StorageMark;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.ImageSnapshot;
import io.thalweg.proto.v1.StoredBroker;
import io.thalweg.proto.v1.StoredPartition;
import io.thalweg.proto.v1.StoredReassignment;
import io.thalweg.proto.v1.StoredTombstone;
import io.thalweg.proto.v1.StoredTopic;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message to its image; throws {@code IllegalArgumentException} if it is none. */
final class ImageReader {

    private ImageReader() {}

    static ClusterImage read(ImageSnapshot message) {
        ImageEdit edit = ImageEdit.restoring(UUID.fromString(message.getClusterId()), message.getIndex());
        edit.counters(new ImageCounters(
                message.getTimeMillis(),
                message.getNextProducerId(),
                message.getNextPartitionUid(),
                message.getFeatureLevel()));
        message.getBrokersList().forEach(broker -> edit.put(broker(broker)));
        message.getTopicsList().forEach(topic -> readTopic(edit, topic));
        message.getTombstonesList().forEach(tombstone -> edit.put(tombstone(tombstone)));
        return edit.restored();
    }

    private static Broker broker(StoredBroker message) {
        BrokerState state = switch (message.getState()) {
            case ImageWriter.FENCED -> BrokerState.FENCED;
            case ImageWriter.ACTIVE -> BrokerState.ACTIVE;
            default -> throw new IllegalArgumentException("unknown broker state " + message.getState());
        };
        return new Broker(
                ModelReader.registration(message.getRegistration()),
                new BrokerEpoch(message.getBrokerEpoch()),
                state,
                drain(message),
                new StorageMark(message.getStorageSynced(), message.getStorageWritten()),
                new ProducerBlock(message.getLastProducerRequest(), message.getLastProducerBlock()));
    }

    private static Drain drain(StoredBroker message) {
        if (message.getStopping()) {
            return Drain.STOPPING;
        }
        return message.getDraining() ? Drain.OPERATOR : Drain.NONE;
    }

    private static void readTopic(ImageEdit edit, StoredTopic message) {
        TopicId id = ModelReader.topicId(message.getTopicId());
        List<Integer> uids = message.getPartitionsList().stream()
                .map(StoredPartition::getUid)
                .toList();
        edit.create(new Topic(
                id,
                message.getName(),
                message.getInternal(),
                config(message),
                message.getCreatedIndex(),
                Math.max(message.getCreatedIndex(), message.getVersion()),
                ModelReader.uids(uids)));
        for (int at = 0; at < message.getPartitionsCount(); at++) {
            edit.put(partition(edit, id, at, message.getPartitions(at)));
        }
    }

    private static TopicConfig config(StoredTopic message) {
        return TopicConfig.parse(message.getConfigMap()).fold(config -> config, problem -> {
            throw new IllegalArgumentException(problem.message());
        });
    }

    private static Partition partition(ImageEdit edit, TopicId topic, int index, StoredPartition message) {
        List<BrokerId> replicas = edit.shared(ModelReader.brokers(message.getReplicasList()));
        return new Partition(
                message.getUid(),
                topic,
                index,
                replicas,
                leader(replicas, message.getLeader()),
                edit.shared(new LeaderEpoch(message.getLeaderEpoch())),
                message.getVersion(),
                edit.shared(ModelReader.holders(message.getHoldersList())),
                message.getFaultsList().stream()
                        .map(fault -> new ReplicaFault(new BrokerId(fault.getBrokerId()), fault.getIndex()))
                        .toList(),
                message.getRecoveryEpoch(),
                message.getRecoveriesList().stream()
                        .map(recovery -> new Recovery(
                                recovery.getEpoch(),
                                new BrokerId(recovery.getLeader()),
                                recovery.getForced(),
                                recovery.getReason(),
                                ModelReader.evidence(recovery.getEvidenceList())))
                        .toList(),
                message.hasReassignment() ? reassignment(message.getReassignment()) : null,
                message.getRemovalIndex());
    }

    private static @Nullable BrokerId leader(List<BrokerId> replicas, int id) {
        for (BrokerId replica : replicas) {
            if (replica.value() == id) {
                return replica;
            }
        }
        return id == 0 ? null : new BrokerId(id);
    }

    private static Reassignment reassignment(StoredReassignment message) {
        return new Reassignment(
                ModelReader.brokers(message.getFromList()),
                ModelReader.brokers(message.getToList()),
                message.getCancelled());
    }

    private static Tombstone tombstone(StoredTombstone message) {
        return new Tombstone(
                ModelReader.topicId(message.getTopicId()),
                message.getName(),
                message.getDeletedIndex(),
                ModelReader.uids(message.getPartitionUidsList()),
                ModelReader.brokers(message.getUnconfirmedList()));
    }
}
