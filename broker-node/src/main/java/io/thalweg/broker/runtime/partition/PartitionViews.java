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

/**
 * Cuts partitions' views out of images. What is said of their brokers is mostly the same of many partitions, and they share
 * it. Only for one loop.
 */
public final class PartitionViews {
    private static final int SHARED_AT_MOST = 1_000;

    private final Map<Map<BrokerId, ReplicaStatus>, Map<BrokerId, ReplicaStatus>> shared = new HashMap<>();

    /** The view of a partition in an image. */
    public PartitionView of(ClusterImage image, Partition partition) {
        Topic topic = image.topic(partition.id().topic());
        TopicConfig config = topic == null ? TopicConfig.DEFAULT : topic.config();
        return new PartitionView(
                image.index(),
                partition.leader(),
                partition.leaderEpoch(),
                partition.version(),
                partition.replicas(),
                partition.holders(),
                shared(statuses(image, partition)),
                config.minInsyncReplicas(),
                config.durability() == Durability.FSYNC,
                topic != null && topic.internal(),
                partition.recoveryEpoch());
    }

    private Map<BrokerId, ReplicaStatus> shared(Map<BrokerId, ReplicaStatus> statuses) {
        if (shared.size() >= SHARED_AT_MOST) {
            shared.clear();
        }
        Map<BrokerId, ReplicaStatus> copy = Map.copyOf(statuses);
        Map<BrokerId, ReplicaStatus> same = shared.putIfAbsent(copy, copy);
        return same == null ? copy : same;
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
