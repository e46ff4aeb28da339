package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.ReplicaStatus;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Durability;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A partition's excerpt of an image. */
final class SimViews {
    private SimViews() {}

    static PartitionView of(ClusterImage image, Partition partition, int minIsr) {
        Topic topic = Objects.requireNonNull(image.topic(partition.id().topic()));
        Map<BrokerId, ReplicaStatus> statuses = new HashMap<>();
        partition.replicas().forEach(id -> add(statuses, partition, image.broker(id)));
        for (Holder holder : partition.holders()) {
            add(statuses, partition, image.broker(holder.broker()));
        }
        return new PartitionView(
                image.index(),
                partition.leader(),
                partition.leaderEpoch(),
                partition.version(),
                partition.replicas(),
                partition.holders(),
                statuses,
                minIsr,
                topic.config().durability() == Durability.FSYNC,
                topic.internal(),
                partition.recoveryEpoch());
    }

    private static void add(Map<BrokerId, ReplicaStatus> statuses, Partition partition, @Nullable Broker broker) {
        if (broker != null) {
            statuses.put(
                    broker.id(),
                    new ReplicaStatus(
                            broker.epoch(), broker.active(), broker.draining(), partition.fault(broker.id())));
        }
    }
}
