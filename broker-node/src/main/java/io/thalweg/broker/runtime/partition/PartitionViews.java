package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.ReplicaStatus;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Durability;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import java.util.HashMap;
import java.util.Map;

/** Cuts one partition's view out of an image. */
final class PartitionViews {
    private PartitionViews() {}

    static PartitionView of(ClusterImage image, Partition partition) {
        Topic topic = image.topic(partition.id().topic());
        TopicConfig config = topic == null ? TopicConfig.DEFAULT : topic.config();
        return new PartitionView(
                image.index(),
                partition.leader(),
                partition.leaderEpoch(),
                partition.version(),
                partition.replicas(),
                partition.holders(),
                statuses(image, partition),
                config.minInsyncReplicas(),
                config.durability() == Durability.FSYNC,
                topic != null && topic.internal(),
                partition.recoveryEpoch());
    }

    private static Map<BrokerId, ReplicaStatus> statuses(ClusterImage image, Partition partition) {
        Map<BrokerId, ReplicaStatus> statuses = new HashMap<>();
        partition.replicas().forEach(replica -> put(statuses, image, partition, replica));
        for (Holder holder : partition.holders()) {
            put(statuses, image, partition, holder.broker());
        }
        return statuses;
    }

    private static void put(
            Map<BrokerId, ReplicaStatus> statuses, ClusterImage image, Partition partition, BrokerId id) {
        Broker broker = image.broker(id);
        if (broker != null) {
            statuses.put(
                    id, new ReplicaStatus(broker.epoch(), broker.active(), broker.draining(), partition.fault(id)));
        }
    }
}
