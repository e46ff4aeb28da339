package io.thalweg.broker.app;

import io.grpc.BindableService;
import io.thalweg.broker.membership.ProcessClock;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.group.CoordinatorTopic;
import io.thalweg.broker.rpc.group.GroupEndpoint;
import io.thalweg.broker.rpc.group.GroupParts;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.group.GroupCoordinators;
import io.thalweg.broker.runtime.link.CommittedApplierFactory;
import io.thalweg.metadata.model.BrokerId;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts consumer groups together: the coordinators beside the partition loops, and the service in front of them. */
final class NodeGroups {
    private final ImageView view;
    private final GroupCoordinators coordinators;
    private volatile @Nullable PartitionAccess partitions;

    NodeGroups(ImageView view, ProcessClock clock) {
        this.view = view;
        this.coordinators = new GroupCoordinators(
                view::image, () -> TimeUnit.NANOSECONDS.toMillis(clock.nanos().getAsLong()));
        view.subscribe(coordinators::onImage);
    }

    /** What the runtime needs to keep the coordinator topic's tables. */
    Map<String, CommittedApplierFactory> appliers() {
        return Map.of(
                GroupCoordinators.TOPIC,
                (partition, tables, mailbox) ->
                        coordinators.host(partition, tables, mailbox, Objects.requireNonNull(partitions)));
    }

    /** The data plane exists; called before the first image arrives. */
    void connect(PartitionAccess access) {
        partitions = access;
    }

    /** The service for one listener. */
    BindableService service(BrokerId self, CoordinatorTopic topic, String listener) {
        return new GroupEndpoint(new GroupParts(view, coordinators, self, topic, UUID::randomUUID), listener);
    }
}
