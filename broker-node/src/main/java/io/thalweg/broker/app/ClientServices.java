package io.thalweg.broker.app;

import io.grpc.BindableService;
import io.thalweg.broker.membership.ProcessClock;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RequestListener;
import io.thalweg.broker.rpc.admin.AdminEndpoint;
import io.thalweg.broker.rpc.admin.AdminParts;
import io.thalweg.broker.rpc.admin.PlacedTopics;
import io.thalweg.broker.rpc.cluster.ClusterEndpoint;
import io.thalweg.broker.rpc.fetch.FetchEndpoint;
import io.thalweg.broker.rpc.fetch.FetchParts;
import io.thalweg.broker.rpc.group.CoordinatorTopic;
import io.thalweg.broker.rpc.produce.AppendBudget;
import io.thalweg.broker.rpc.produce.ProduceEndpoint;
import io.thalweg.broker.rpc.produce.ProduceParts;
import io.thalweg.broker.rpc.produce.ProducerIds;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.metadata.model.BrokerId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/** Builds the services that clients call; the one place where a new service is added. */
final class ClientServices {

    private static final String CLIENT = "client";
    private static final String PEER = "peer";

    /**
     * Where services get their answers.
     *
     * @param view the image
     * @param partitions the data plane
     * @param appends bounds what producers may have under way
     * @param membership the way to the metadata leader and to other brokers
     * @param blocks blocks of producer ids
     * @param groups coordinators of consumer groups
     * @param coordinatorReplicas how many replicas the coordinator topic gets
     * @param metadataLeader broker id of the metadata leader, 0 when unknown
     */
    record Sources(
            ImageView view,
            PartitionAccess partitions,
            AppendBudget appends,
            NodeMembership membership,
            ProducerBlocks blocks,
            NodeGroups groups,
            int coordinatorReplicas,
            IntSupplier metadataLeader) {}

    private final Sources sources;
    private final RequestListener listener;
    private final ProcessClock clock;
    private final ExecutorService readers;
    private final ScheduledExecutorService timer;

    ClientServices(
            Sources sources,
            RequestListener listener,
            ProcessClock clock,
            ExecutorService readers,
            ScheduledExecutorService timer) {
        this.sources = sources;
        this.listener = listener;
        this.clock = clock;
        this.readers = readers;
        this.timer = timer;
    }

    RequestListener listener() {
        return listener;
    }

    List<BindableService> forClients() {
        return List.of(cluster(), produce(), fetch(), admin(CLIENT), groups());
    }

    /** Other brokers ask this one for positions of what it leads. */
    BindableService adminForPeers() {
        return admin(PEER);
    }

    private BindableService cluster() {
        return new ClusterEndpoint(sources.view(), CLIENT, sources.metadataLeader());
    }

    private BindableService produce() {
        LeaderHints hints = new LeaderHints(sources.view(), CLIENT);
        return new ProduceEndpoint(
                new ProduceParts(sources.view(), sources.partitions(), hints, listener, sources.appends()),
                new ProducerIds(sources.blocks()),
                clock.wallMillis(),
                clock.nanos());
    }

    private BindableService fetch() {
        LeaderHints hints = new LeaderHints(sources.view(), CLIENT);
        return new FetchEndpoint(new FetchParts(sources.view(), sources.partitions(), hints, listener, readers, timer));
    }

    private BindableService admin(String listenerName) {
        AdminParts parts = new AdminParts(
                self(),
                sources.view(),
                sources.partitions(),
                sources.membership().gateway(),
                planning(),
                sources.membership().channels(),
                sources.membership().channels(),
                sources.metadataLeader());
        return new AdminEndpoint(parts, sources.membership().gateway(), listenerName);
    }

    private BindableService groups() {
        CoordinatorTopic topic = new CoordinatorTopic(
                sources.view(),
                sources.membership().gateway(),
                image -> planning().planCoordinator(image, sources.coordinatorReplicas()));
        return sources.groups().service(self(), topic, CLIENT);
    }

    private static PlacedTopics planning() {
        return new PlacedTopics(
                UUID::randomUUID, () -> ThreadLocalRandom.current().nextLong());
    }

    private BrokerId self() {
        return sources.membership().self();
    }
}
