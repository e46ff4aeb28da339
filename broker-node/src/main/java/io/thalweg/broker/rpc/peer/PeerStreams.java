package io.thalweg.broker.rpc.peer;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.runtime.link.PeerLinks;
import io.thalweg.broker.runtime.link.PeerListener;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.proto.v1.Hello;
import io.thalweg.proto.v1.ReplicationServiceGrpc;
import io.thalweg.proto.v1.Welcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replication streams of this broker: the service that followers dial, and the streams that it dials itself. One
 * thread of its own sees to the life of all streams; messages go from the caller's thread straight out, but for data and
 * acknowledgements, which wait for a moment in the turn, and marks, which wait longer; and from network threads straight to the listener.
 */
public final class PeerStreams implements PeerLinks {
    /**
     * How long marks wait for data that carries the same positions. A follower that learns a little later what is committed
     * scans a little more after a crash, and one message for all partitions is cheaper than one for each batch.
     */
    static final long MARK_WAIT_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(PeerStreams.class);

    private final PeerSettings settings;
    private final PeerChannels channels;
    private final LongSupplier nanoClock;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<PeerStream, DialedStream> dialed = new ConcurrentHashMap<>();
    private final Map<PeerStream, AcceptedStream> accepted = new ConcurrentHashMap<>();
    // Only for the thread.
    private final AcceptedLives lives = new AcceptedLives();

    private volatile @Nullable PeerTopology topology;
    private volatile @Nullable Started started;

    private record Started(PeerListener listener, LeaderDials dials) {}

    /**
     * @param channels makes the channels to other brokers
     * @param nanoClock monotonic
     */
    public PeerStreams(PeerSettings settings, PeerChannels channels, LongSupplier nanoClock) {
        this.settings = settings;
        this.channels = channels;
        this.nanoClock = nanoClock;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "thalweg-peers");
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** The service for the peer listener. Refuses followers until {@link #start} and the first image. */
    public BindableService service() {
        return new ReplicationServiceGrpc.ReplicationServiceImplBase() {
            @Override
            public StreamObserver<io.thalweg.proto.v1.FollowerMessage> sync(
                    StreamObserver<io.thalweg.proto.v1.LeaderMessage> observer) {
                return accepting(observer);
            }
        };
    }

    @Override
    public void start(PeerListener listener) {
        LeaderDials dials = new LeaderDials(settings, thread, nanoClock, () -> topology, this::dial, listener);
        started = new Started(listener, dials);
        long interval = settings.pingInterval().toNanos();
        thread.scheduleWithFixedDelay(() -> pingAll(dials), interval, interval, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onImage(ClusterImage image, BrokerEpoch ownEpoch) {
        PeerTopology known = new PeerTopology(image, ownEpoch);
        topology = known;
        onThread(() -> {
            LeaderDials dials = started().dials();
            known.others(settings.self()).forEach(other -> dials.keep(new LeaderDials.Target(other, Lane.HOT)));
            dials.retryWanted();
        });
    }

    @Override
    public void send(PeerStream stream, PartitionUid partition, LeaderMessage message) {
        AcceptedStream open = accepted.get(stream);
        if (open != null) {
            open.send(partition, message);
        }
    }

    @Override
    public void send(PeerStream stream, PartitionUid partition, FollowerMessage message) {
        DialedStream open = dialed.get(stream);
        if (open != null) {
            open.send(partition, message);
        }
    }

    @Override
    public void flushData() {
        accepted.values().forEach(AcceptedStream::flush);
    }

    @Override
    public void flush() {
        dialed.values().forEach(DialedStream::flush);
    }

    @Override
    public void requestLink(BrokerId leader, Lane lane) {
        onThread(() -> started().dials().want(new LeaderDials.Target(leader, lane)));
    }

    @Override
    public void release(PeerStream stream, long bytes) {
        DialedStream open = dialed.get(stream);
        if (open != null) {
            open.release(bytes);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        accepted.values().forEach(AcceptedStream::sendMarks);
        Status status = Status.UNAVAILABLE.withDescription("the broker stops");
        List.copyOf(accepted.values()).forEach(stream -> stream.close(status));
        List.copyOf(dialed.values()).forEach(stream -> stream.close(status));
    }

    /** Bytes of batches that came on a lane and are not stored yet. */
    public long heldBytes(Lane lane) {
        long bytes = 0;
        for (DialedStream stream : dialed.values()) {
            bytes += stream.lane() == lane ? stream.heldBytes() : 0;
        }
        return bytes;
    }

    private Started started() {
        Started now = started;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now;
    }

    private StreamObserver<io.thalweg.proto.v1.FollowerMessage> accepting(
            StreamObserver<io.thalweg.proto.v1.LeaderMessage> observer) {
        Started now = started;
        AcceptedStream.Events events = new AcceptedStream.Events(
                (stream, hello) -> onThread(() -> accept(stream, hello)),
                this::sendMarksLater,
                (stream, status) -> onThread(() -> acceptedEnded(stream, status)));
        PeerListener listener = now == null ? new SilentListener() : now.listener();
        return new AcceptedStream(observer, listener, nanoClock, events);
    }

    private void accept(AcceptedStream stream, Hello hello) {
        PeerTopology known = topology;
        Started now = started;
        Status refusal = refusal(hello);
        if (refusal != null || known == null || now == null) {
            stream.close(refusal == null ? Status.UNAVAILABLE.withDescription("BROKER_NOT_READY") : refusal);
            return;
        }
        PeerStream id = new PeerStream(
                new BrokerId(hello.getBrokerId()),
                new BrokerEpoch(hello.getBrokerEpoch()),
                numbers.incrementAndGet(),
                PeerDecoder.lane(hello.getLane()));
        if (lives.isOver(id)) {
            stream.close(Status.FAILED_PRECONDITION.withDescription("a later life of the follower said hello before"));
            return;
        }
        for (AcceptedStream previous : lives.replacedBy(id)) {
            // Its end is told before the new stream is known, so nothing of the old life is taken for the new one.
            previous.close(Status.ABORTED.withDescription("the follower said hello again"));
            acceptedEnded(previous, Status.ABORTED);
        }
        lives.add(id, stream);
        accepted.put(id, stream);
        now.listener().followerConnected(id);
        stream.accept(
                id,
                Welcome.newBuilder()
                        .setBrokerEpoch(known.ownEpoch().value())
                        .setImageIndex(known.image().index())
                        .build());
    }

    private @Nullable Status refusal(Hello hello) {
        if (!hello.getClusterId().equals(settings.clusterId().toString())) {
            return Status.FAILED_PRECONDITION.withDescription(
                    "WRONG_CLUSTER: this broker is of " + settings.clusterId());
        }
        if (hello.getProtocol() != PeerSettings.PROTOCOL) {
            return Status.FAILED_PRECONDITION.withDescription("this broker speaks protocol " + PeerSettings.PROTOCOL);
        }
        if (hello.getLane() == io.thalweg.proto.v1.Lane.UNRECOGNIZED) {
            return Status.UNIMPLEMENTED.withDescription("this broker does not know the lane");
        }
        return null;
    }

    private void acceptedEnded(AcceptedStream stream, Status status) {
        PeerStream id = stream.id();
        if (id != null && accepted.remove(id, stream)) {
            lives.remove(id);
            LOG.info("Stream of follower {} for {} ended: {}", id.peer(), id.lane(), status);
            started().listener().disconnected(id);
        }
    }

    private DialedStream dial(LeaderDials.Target target, Endpoint endpoint, PeerTopology known) {
        ManagedChannel channel = channels.open(endpoint);
        DialedStream stream = new DialedStream(
                new PeerStream(target.leader(), BrokerEpoch.NONE, numbers.incrementAndGet(), target.lane()),
                channel,
                settings.creditBytes(),
                () -> topology,
                started().listener(),
                nanoClock,
                new DialedStream.Events(
                        welcomed -> onThread(() -> dialedWelcomed(welcomed)),
                        (ended, status) -> onThread(() -> dialedEnded(ended, status))));
        stream.open(Hello.newBuilder()
                .setClusterId(settings.clusterId().toString())
                .setBrokerId(settings.self().value())
                .setBrokerEpoch(known.ownEpoch().value())
                .setProtocol(PeerSettings.PROTOCOL)
                .setImageIndex(known.image().index())
                .setLane(PeerEncoder.lane(target.lane()))
                .build());
        return stream;
    }

    private void dialedWelcomed(DialedStream stream) {
        PeerStream id = stream.id();
        if (id != null) {
            dialed.put(id, stream);
            started().dials().welcomed(stream);
        }
    }

    private void dialedEnded(DialedStream stream, Status status) {
        PeerStream id = stream.id();
        if (id != null) {
            dialed.remove(id);
            LOG.info("Stream to leader {} for {} ended: {}", stream.leader(), stream.lane(), status);
        }
        started().dials().ended(stream);
    }

    private void pingAll(LeaderDials dials) {
        PeerTopology known = topology;
        long image = known == null ? 0 : known.image().index();
        long deadBefore = nanoClock.getAsLong() - settings.deadAfter().toNanos();
        Status dead = Status.UNAVAILABLE.withDescription("the peer was silent for " + settings.deadAfter());
        for (AcceptedStream stream : accepted.values()) {
            stream.ping(image);
            if (stream.heardNanos() - deadBefore < 0) {
                stream.close(dead);
            }
        }
        for (DialedStream stream : dials.streams()) {
            if (stream.id() != null) {
                stream.ping(image);
            }
            if (stream.heardNanos() - deadBefore < 0) {
                stream.close(dead);
            }
        }
    }

    private void sendMarksLater(AcceptedStream stream) {
        onThread(stream::sendMarks, MARK_WAIT_MILLIS);
    }

    private void onThread(Runnable task) {
        onThread(task, 0);
    }

    private void onThread(Runnable task, long afterMillis) {
        try {
            thread.schedule(task, afterMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The streams are closed; nothing more happens to them.");
        }
    }

    /** Hears of streams that came before the start; they are refused at their hello. */
    private static final class SilentListener implements PeerListener {
        @Override
        public void leaderConnected(PeerStream stream) {}

        @Override
        public void followerConnected(PeerStream stream) {}

        @Override
        public void disconnected(PeerStream stream) {}

        @Override
        public void fromFollower(PeerStream stream, PartitionUid partition, FollowerMessage message) {}

        @Override
        public void fromLeader(PeerStream stream, PartitionUid partition, LeaderMessage message, long bytes) {}

        @Override
        public void credit(PeerStream stream, long bytes) {}
    }
}
