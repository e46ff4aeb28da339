package io.thalweg.broker.runtime.hosting;

import io.thalweg.broker.runtime.loop.PartitionLoop;
import io.thalweg.broker.runtime.partition.HostedPartition;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The partitions hosted here, and the image last given. Thread-safe; only loops add and remove their own. */
public final class HostedPartitions {
    private final Map<PartitionId, HostedPartition> byId = new ConcurrentHashMap<>();
    private final Map<PartitionUid, HostedPartition> byUid = new ConcurrentHashMap<>();
    private volatile @Nullable ClusterImage image;

    public @Nullable HostedPartition get(PartitionId id) {
        return byId.get(id);
    }

    public @Nullable HostedPartition get(PartitionUid uid) {
        return byUid.get(uid);
    }

    public Collection<HostedPartition> all() {
        return byUid.values();
    }

    /** Those of one loop. */
    public List<HostedPartition> of(PartitionLoop loop) {
        return byUid.values().stream().filter(hosted -> hosted.loop() == loop).toList();
    }

    /** The newest image; null before the first. It may be ahead of what the partitions have acted on. */
    public @Nullable ClusterImage image() {
        return image;
    }

    void image(ClusterImage next) {
        image = next;
    }

    void add(HostedPartition hosted) {
        byId.put(hosted.name().id(), hosted);
        byUid.put(hosted.name().uid(), hosted);
    }

    void remove(HostedPartition hosted) {
        byId.remove(hosted.name().id());
        byUid.remove(hosted.name().uid());
    }
}
