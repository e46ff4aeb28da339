package io.thalweg.broker.app;

import io.grpc.BindableService;
import io.grpc.Server;
import io.thalweg.broker.app.http.HttpEndpoints;
import io.thalweg.broker.app.net.EventLoops;
import io.thalweg.broker.app.net.GrpcPorts;
import io.thalweg.broker.app.net.PortProbe;
import io.thalweg.broker.app.settings.HostPort;
import io.thalweg.broker.app.settings.ListenersSettings;
import io.thalweg.broker.app.settings.QuorumSettings;
import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.VoterSettings;
import io.thalweg.broker.membership.MetadataSession;
import io.thalweg.broker.membership.ProcessClock;
import io.thalweg.broker.metrics.DirectMemory;
import io.thalweg.broker.metrics.ImageMeters;
import io.thalweg.broker.metrics.LaneMeters;
import io.thalweg.broker.metrics.MemoryMeters;
import io.thalweg.broker.metrics.MetricsRegistry;
import io.thalweg.broker.metrics.RequestMeters;
import io.thalweg.broker.metrics.RuntimeMeters;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.peer.PeerSettings;
import io.thalweg.broker.rpc.peer.PeerStreams;
import io.thalweg.broker.rpc.produce.AppendBudget;
import io.thalweg.broker.runtime.BrokerRuntime;
import io.thalweg.broker.runtime.RuntimeCallbacks;
import io.thalweg.broker.runtime.RuntimePorts;
import io.thalweg.broker.runtime.RuntimeSettings;
import io.thalweg.broker.runtime.feed.BulkThrottle;
import io.thalweg.broker.runtime.loop.LoopClock;
import io.thalweg.broker.storage.FreeSpace;
import io.thalweg.metadata.app.MetadataNode;
import io.thalweg.metadata.app.MetadataSettings;
import io.thalweg.metadata.app.StartRefused;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Voter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds the parts of one broker in order, and closes them again when one cannot be built. Used once. */
final class NodeBuilder {

    private static final int FEATURE_LEVEL = 1;
    private static final int READER_THREADS = 4;
    /** A fast producer writes no more in that time than what is kept free. */
    private static final long DISK_LOOK_MILLIS = 200;

    private static final int FEWEST_HANDLER_THREADS = 4;
    private static final int APPENDS_PART_OF_HEAP = 4;
    private static final int APPENDS_LOOK_MILLIS = 100;
    /** Of a stream; a quarter of a gigabyte a second over a round trip of a millisecond. */
    private static final int WINDOW_OF_CLIENTS = 256 << 10;

    /** What producers' streams may have sent that is not read from them because too much is under way. */
    private static final int MOST_UNREAD_OF_PRODUCERS = 64 << 20;

    private static final int WINDOW_OF_PEERS = 2 << 20;
    private static final long MOST_UNFINISHED_OF_CLIENTS = 64L << 20;
    private static final long MOST_UNFINISHED_OF_PEERS = 256L << 20;

    private final ServerSettings settings;
    private final Consumer<Throwable> onFatal;
    private final BrokerId self;
    private final UUID incarnation = UUID.randomUUID();
    private final ProcessClock clock = new ProcessClock(System::nanoTime, System::currentTimeMillis);
    private final Assembly assembly = new Assembly();
    private final NodeThreads threads;
    private final NodeState state;
    private final ImageView view;
    private final NodeStorage storage;
    private final MetricsRegistry metrics = new MetricsRegistry();
    private final int processors = Runtime.getRuntime().availableProcessors();

    private NodeBuilder(ServerSettings settings, NodeStorage storage, Consumer<Throwable> onFatal) {
        this.settings = settings;
        this.storage = storage;
        this.onFatal = onFatal;
        this.self = settings.node().broker();
        this.threads = new NodeThreads(self.value(), onFatal);
        this.state = new NodeState(self, incarnation);
        this.view = new ImageView(ClusterImage.empty(settings.node().clusterId()));
    }

    static NodeParts build(ServerSettings settings, Consumer<Throwable> onFatal) throws StartRefusal {
        requireFreePorts(settings);
        NodeStorage storage = NodeStorage.open(settings.node(), UUID::randomUUID, onFatal);
        NodeBuilder builder = new NodeBuilder(settings, storage, onFatal);
        try {
            return builder.build();
        } catch (StartRefusal | RuntimeException e) {
            builder.assembly.close();
            storage.abandon();
            throw e;
        }
    }

    /** Before anything is opened: the Raft server, for one, does not survive a port that is taken. */
    private static void requireFreePorts(ServerSettings settings) throws StartRefusal {
        ListenersSettings listeners = settings.listeners();
        requireFreePort("listener.client.bind", listeners.client().bind());
        requireFreePort("listener.peer.bind", listeners.peer().bind());
        requireFreePort("http.bind", listeners.http().bind());
        if (settings.quorum().voter(settings.node().broker()).isPresent()) {
            requireFreePort("listener.raft.bind", listeners.raft().bind());
        }
    }

    private static void requireFreePort(String key, HostPort bind) throws StartRefusal {
        try {
            PortProbe.requireFree(bind);
        } catch (IOException e) {
            throw portRefusal(key, bind, e);
        }
    }

    private NodeParts build() throws StartRefusal {
        assembly.add("metrics", metrics, metrics::close);
        Serving clients = serving("");
        Serving others = serving("peer-");
        ExecutorService readers = pool("fetch", READER_THREADS);
        ScheduledExecutorService timer = timer("timer");

        MetadataNode voter = voter();
        NodeMembership membership = new NodeMembership(
                settings,
                storage.knownVoters(),
                timer("session"),
                clock,
                ThreadLocalRandom.current().nextLong());
        assembly.add("channels", membership, membership.channels()::close);

        PeerStreams peers = new PeerStreams(
                PeerSettings.usual(settings.node().clusterId(), self),
                others.loops().peerChannels(),
                clock.nanos());
        SessionEvents events = new SessionEvents(view, state, storage, voter, onFatal);
        NodeGroups groups = new NodeGroups(view, clock);
        BrokerRuntime runtime = runtime(membership, peers, events, groups, timer);
        events.connect(runtime);
        groups.connect(runtime.access());

        ProducerBlocks blocks = new ProducerBlocks(self, membership.proposer());
        ClientServices services = new ClientServices(
                new ClientServices.Sources(
                        view,
                        runtime.access(),
                        appends(timer),
                        membership,
                        blocks,
                        groups,
                        coordinatorReplicas(),
                        events::metadataLeader),
                new RequestMeterListener(new RequestMeters(metrics)),
                clock,
                readers,
                timer);
        Server peerPort = peerPort(others, services, peers, voter);
        ClientPort client = clientPort(clients, services);
        NodePorts bound = new NodePorts(client.port(), peerPort.getPort(), http().port());

        MetadataSession session = session(membership, runtime, events, registration(bound, voter.mayVote()));
        events.connect(session, blocks);
        state.serving().thenRun(client::open);
        session.start();
        return new NodeParts(
                new NodeParts.Identity(self, state),
                storage,
                voter,
                new NodeParts.Cluster(view, membership.proposer(), session),
                client,
                new NodeParts.Addresses(bound, addresses(bound)),
                assembly);
    }

    private BrokerRuntime runtime(
            NodeMembership membership,
            PeerStreams peers,
            SessionEvents events,
            NodeGroups groups,
            ScheduledExecutorService timer) {
        DiskWatch disk = new DiskWatch(new FreeSpace(settings.node().dataDirectory()));
        timer.scheduleWithFixedDelay(disk::look, DISK_LOOK_MILLIS, DISK_LOOK_MILLIS, TimeUnit.MILLISECONDS);
        RuntimePorts ports = new RuntimePorts(
                storage.store(),
                storage.quarantine(),
                membership.proposer(),
                peers,
                disk,
                new RuntimeMeters(metrics),
                new LoopClock(clock.wallMillis(), clock.nanos()),
                groups.appliers());
        RuntimeSettings data = RuntimeSettings.usual(self, incarnation, processors, heapBytes())
                .withBulkBytesPerSecond(bulkBytesPerSecond());
        BrokerRuntime runtime = BrokerRuntime.start(
                data, ports, new RuntimeCallbacks(events::onApplied, events::leased, onFatal), storage.recovered());
        MemoryMeters.register(metrics, "tails", runtime::tailBytes, data.tailBytesTotal());
        MemoryMeters.register(metrics, "direct", DirectMemory::usedBytes, DirectMemory.limitBytes());
        MemoryMeters.register(metrics, "store", storage::memoryBytes, storage.memoryLimitBytes());
        LaneMeters.register(metrics, "hot", () -> runtime.bytesUnderWay(Lane.HOT), () -> peers.heldBytes(Lane.HOT));
        LaneMeters.register(metrics, "bulk", () -> runtime.bytesUnderWay(Lane.BULK), () -> peers.heldBytes(Lane.BULK));
        return assembly.add("runtime", runtime, runtime::close);
    }

    private AppendBudget appends(ScheduledExecutorService timer) {
        AppendBudget budget =
                new AppendBudget(heapBytes() / APPENDS_PART_OF_HEAP, MOST_UNREAD_OF_PRODUCERS / WINDOW_OF_CLIENTS);
        timer.scheduleWithFixedDelay(budget::look, APPENDS_LOOK_MILLIS, APPENDS_LOOK_MILLIS, TimeUnit.MILLISECONDS);
        MemoryMeters.register(metrics, "appends", budget::held, budget.mostBytes());
        return budget;
    }

    private static long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    private long bulkBytesPerSecond() {
        long rate = settings.bulkBytesPerSecond();
        return rate == ServerSettings.NO_BOUND ? BulkThrottle.UNLIMITED : rate;
    }

    private MetadataSession session(
            NodeMembership membership, BrokerRuntime runtime, SessionEvents events, BrokerRegistration registration) {
        ImageMeters.register(
                metrics, () -> view.image().index(), events::appliedIndex, events.offline(), events.underReplicated());
        NodeBeats beats = new NodeBeats(events, storage, view, self);
        MetadataSession session = membership.session(registration, events, beats, runtime.access()::replica);
        return assembly.add("session", session, session::close);
    }

    /** As many as topics get by default, fewer in a smaller cluster. */
    private int coordinatorReplicas() {
        return Math.min(3, settings.quorum().voters().size());
    }

    private ExecutorService pool(String name, int size) {
        ExecutorService pool = threads.pool(name, size);
        return assembly.add(name + " threads", pool, pool::shutdownNow);
    }

    private ScheduledExecutorService timer(String name) {
        ScheduledExecutorService timer = threads.timer(name);
        return assembly.add(name + " thread", timer, timer::shutdownNow);
    }

    /** Where others reach this broker should it vote, or null if a port of it is not fixed. */
    private @Nullable Voter ownVoter() {
        VoterSettings first = settings.quorum().voter(self).orElse(null);
        if (first != null) {
            return new Voter(
                    self.value(),
                    first.host(),
                    first.peer().port(),
                    first.raft().port());
        }
        HostPort peer = settings.listeners().peer().advertised();
        int raftPort = settings.listeners().raft().bind().port();
        return peer.port() == 0 || raftPort == 0 ? null : new Voter(self.value(), peer.host(), peer.port(), raftPort);
    }

    /** A broker without a fixed Raft port cannot vote and binds none. */
    private static int unusedOr(@Nullable Voter own) {
        return own == null ? 1 : own.raftPort();
    }

    private MetadataNode voter() throws StartRefusal {
        QuorumSettings quorum = settings.quorum();
        Voter own = ownVoter();
        HostPort bind = settings.listeners().raft().bind();
        int raftPort = bind.port() == 0 ? unusedOr(own) : bind.port();
        List<Voter> voters = quorum.voters().stream()
                .map(voter -> new Voter(voter.broker().value(), voter.host(), voter.peerPort(), voter.raftPort()))
                .toList();
        MetadataSettings.Timing timing = MetadataSettings.Timing.DEFAULT
                .withSession(quorum.sessionTimeout())
                .withElection(quorum.electionTimeout());
        MetadataNode voter;
        try {
            voter = MetadataNode.start(
                    new MetadataSettings(
                            settings.node().clusterId(),
                            self.value(),
                            own,
                            new MetadataSettings.Storage(
                                    storage.storageId(), storage.previousEpoch().value() > 0),
                            voters,
                            storage.metadata(),
                            new Endpoint(bind.host(), raftPort),
                            timing),
                    (what, cause) -> onFatal.accept(new IllegalStateException(what, cause)));
        } catch (RuntimeException e) {
            throw voterRefusal(e);
        }
        assembly.add("voter", voter, voter::close);
        metrics.bind(voter.meters());
        voter.running().whenComplete((nothing, problem) -> {
            if (problem != null) {
                onVoterRefused(voterRefusal(problem));
            }
        });
        return voter;
    }

    /** The broker may be serving by then, since the voter starts beside it. */
    private void onVoterRefused(StartRefusal refusal) {
        boolean started = state.ready().isDone();
        state.onRefused(refusal);
        if (started) {
            onFatal.accept(refusal);
        }
    }

    private static StartRefusal voterRefusal(Throwable problem) {
        return new StartRefusal(
                "The metadata voter of this broker cannot start",
                String.valueOf(problem.getMessage()),
                problem instanceof StartRefused
                        ? "Keep the data folder; the other voters go on. docs/operations/damage.md tells what to do."
                        : "Check metadata.voters, listener.raft.bind and the data folder; see the log for details.");
    }

    /** The threads of a gRPC port. */
    private record Serving(ExecutorService handlers, EventLoops loops) {}

    /** @param kind a prefix for the names of its threads */
    private Serving serving(String kind) {
        EventLoops loops =
                new EventLoops("b" + self.value() + "-" + kind + "net", EventLoops.forProcessors(processors));
        assembly.add(kind + "event loops", loops, loops::close);
        return new Serving(pool(kind + "rpc", Math.max(FEWEST_HANDLER_THREADS, processors)), loops);
    }

    private Server peerPort(Serving serving, ClientServices services, PeerStreams peers, MetadataNode voter)
            throws StartRefusal {
        List<BindableService> all = new ArrayList<>();
        all.add(peers.service());
        all.add(services.adminForPeers());
        all.addAll(voter.peerServices());
        HostPort bind = settings.listeners().peer().bind();
        try {
            int most = settings.listeners().mostConnections().peer();
            GrpcPorts.Port port =
                    new GrpcPorts.Port(bind, most, WINDOW_OF_PEERS, MOST_UNFINISHED_OF_PEERS, serving.handlers());
            Server server = GrpcPorts.open(port, serving.loops(), all, List.of());
            return assembly.add("peer port", server, () -> {
                server.shutdownNow();
                server.awaitTermination(2, TimeUnit.SECONDS);
            });
        } catch (IOException e) {
            throw portRefusal("listener.peer.bind", bind, e);
        }
    }

    private ClientPort clientPort(Serving serving, ClientServices services) throws StartRefusal {
        HostPort bind = settings.listeners().client().bind();
        int most = settings.listeners().mostConnections().client();
        try {
            ClientPort port = ClientPort.bind(
                    new GrpcPorts.Port(bind, most, WINDOW_OF_CLIENTS, MOST_UNFINISHED_OF_CLIENTS, serving.handlers()),
                    serving.loops(),
                    services.forClients(),
                    services.listener(),
                    clock.nanos());
            return assembly.add("client port", port, () -> port.close(Duration.ZERO));
        } catch (IOException e) {
            throw portRefusal("listener.client.bind", bind, e);
        }
    }

    private HttpEndpoints http() throws StartRefusal {
        HostPort bind = settings.listeners().http().bind();
        try {
            HttpEndpoints http = HttpEndpoints.start(GrpcPorts.address(bind), state::readiness, metrics::scrape);
            return assembly.add("http port", http, http::close);
        } catch (IOException e) {
            throw portRefusal("http.bind", bind, e);
        }
    }

    private static StartRefusal portRefusal(String key, HostPort bind, IOException problem) {
        Throwable cause = problem.getCause() == null ? problem : problem.getCause();
        return new StartRefusal(
                "Cannot listen on " + bind + " (" + key + ")",
                String.valueOf(cause.getMessage()),
                "Stop the process that uses the port, or set " + key + " to another one.");
    }

    private BrokerRegistration registration(NodePorts bound, boolean votes) {
        ListenersSettings listeners = settings.listeners();
        TreeMap<String, Endpoint> endpoints = new TreeMap<>();
        endpoints.put("client", listeners.client().advertisedWhenBound(bound.client()));
        endpoints.put("peer", listeners.peer().advertisedWhenBound(bound.peer()));
        String host = listeners.client().advertised().host();
        endpoints.put("http", new Endpoint(host, bound.http()));
        Voter own = ownVoter();
        if (own != null && votes) {
            endpoints.put("raft", new Endpoint(own.host(), own.raftPort()));
        }
        return new BrokerRegistration(
                self,
                incarnation,
                storage.storageId(),
                endpoints,
                settings.node().rack(),
                storage.restartKind(),
                storage.previousEpoch(),
                storage.recoveredSequence(),
                storage.lossyPartitions(),
                FEATURE_LEVEL);
    }

    private String addresses(NodePorts bound) {
        ListenersSettings listeners = settings.listeners();
        return "client=" + listeners.client().advertisedWhenBound(bound.client()) + " peer="
                + listeners.peer().advertisedWhenBound(bound.peer()) + " http="
                + new HostPort(listeners.http().bind().host(), bound.http());
    }
}
