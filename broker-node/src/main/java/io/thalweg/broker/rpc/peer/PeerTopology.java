package io.thalweg.broker.rpc.peer;

import io.thalweg.broker.record.BatchSeed;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the streams take from the image: addresses, and which partition a slot is. Immutable. */
record PeerTopology(ClusterImage image, BrokerEpoch ownEpoch) {
    /** Where a broker is to be dialled; null if it is not there, or its session is over. */
    @Nullable
    Endpoint endpoint(BrokerId id) {
        Broker broker = image.broker(id);
        return broker == null || !broker.active() ? null : broker.listener(PeerSettings.LISTENER);
    }

    /** Brokers but this one that may lead. */
    List<BrokerId> others(BrokerId self) {
        return image.brokers().stream()
                .filter(Broker::active)
                .map(Broker::id)
                .filter(id -> !id.equals(self))
                .toList();
    }

    /** The partition with this uid, or null. */
    @Nullable
    PartitionId partition(PartitionUid uid) {
        Partition partition = image.partition(uid);
        return partition == null ? null : partition.id();
    }

    /** What seeds the checksums of a partition's batches, or null if the image does not know it. */
    @Nullable
    BatchSeed seed(PartitionUid uid) {
        PartitionId id = partition(uid);
        if (id == null) {
            return null;
        }
        UUID topic = id.topic().value();
        return new BatchSeed(topic.getMostSignificantBits(), topic.getLeastSignificantBits(), id.index());
    }
}
