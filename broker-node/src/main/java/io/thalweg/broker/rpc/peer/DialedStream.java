package io.thalweg.broker.rpc.peer;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.replication.feed.CreditWindow;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.runtime.link.PeerListener;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.proto.v1.Ack;
import io.thalweg.proto.v1.Credit;
import io.thalweg.proto.v1.Data;
import io.thalweg.proto.v1.Hello;
import io.thalweg.proto.v1.LeaderMessage;
import io.thalweg.proto.v1.Mark;
import io.thalweg.proto.v1.Ping;
import io.thalweg.proto.v1.Push;
import io.thalweg.proto.v1.ReplicaAcks;
import io.thalweg.proto.v1.Welcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream that this broker, as a follower, dialled to a leader, with its channel. Thread-safe. */
final class DialedStream implements StreamObserver<LeaderMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(DialedStream.class);

    private final BrokerId leader;
    private final long number;
    private final Lane lane;
    private final ManagedChannel channel;
    private final Supplier<@Nullable PeerTopology> topology;
    private final PeerListener listener;
    private final LongSupplier nanoClock;
    private final Events events;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Object lock = new Object();
    // Guarded by lock.
    private final Map<Integer, Ack> heldAcks = new LinkedHashMap<>();
    private final CreditWindow credit;

    private volatile long heardNanos;
    private volatile @Nullable PeerStream id;
    private @Nullable Outbound<io.thalweg.proto.v1.FollowerMessage> outbound;

    /** Who hears of the stream's life. */
    record Events(Consumer<DialedStream> welcomed, StreamEnd<DialedStream> ended) {}

    DialedStream(
            PeerStream unwelcomed,
            ManagedChannel channel,
            long creditBytes,
            Supplier<@Nullable PeerTopology> topology,
            PeerListener listener,
            LongSupplier nanoClock,
            Events events) {
        this.leader = unwelcomed.peer();
        this.number = unwelcomed.number();
        this.lane = unwelcomed.lane();
        this.channel = channel;
        this.credit = new CreditWindow(creditBytes);
        this.topology = topology;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.events = events;
        this.heardNanos = nanoClock.getAsLong();
    }

    /** Begins the call and says hello. Before anything else, once. */
    void open(Hello hello) {
        outbound = new Outbound<>(ClientCalls.asyncBidiStreamingCall(
                channel.newCall(LeaderMessages.method(), CallOptions.DEFAULT), this));
        send(message().setHello(hello));
    }

    BrokerId leader() {
        return leader;
    }

    Lane lane() {
        return lane;
    }

    /** What the stream is called; null before the leader's welcome. */
    @Nullable
    PeerStream id() {
        return id;
    }

    long heardNanos() {
        return heardNanos;
    }

    void send(PartitionUid partition, FollowerMessage message) {
        int slot = partition.value();
        message.dispatch(new FollowerMessage.Handler<Boolean>() {
            @Override
            public Boolean follow(FollowerMessage.Follow follow) {
                flush();
                PeerTopology known = topology.get();
                PartitionId name = known == null ? null : known.partition(partition);
                if (name != null) {
                    send(message().setFollow(PeerEncoder.follow(slot, name, follow)));
                }
                return true;
            }

            @Override
            public Boolean ack(FollowerMessage.Ack ack) {
                synchronized (lock) {
                    heldAcks.put(slot, PeerEncoder.ack(slot, ack));
                }
                return false;
            }

            @Override
            public Boolean askRows(FollowerMessage.AskRows askRows) {
                flush();
                send(message().setAskRows(PeerEncoder.askRows(slot, askRows)));
                return true;
            }

            @Override
            public Boolean unfollow(FollowerMessage.Unfollow unfollow) {
                flush();
                send(message().setUnfollow(PeerEncoder.unfollow(slot, unfollow)));
                return true;
            }
        });
    }

    /** Sends the acknowledgements that were held back. */
    void flush() {
        ReplicaAcks acks;
        synchronized (lock) {
            if (heldAcks.isEmpty()) {
                return;
            }
            acks = ReplicaAcks.newBuilder().addAllAcks(heldAcks.values()).build();
            heldAcks.clear();
        }
        send(message().setAcks(acks));
    }

    /** Bytes of batches that were received and neither stored nor dropped. */
    long heldBytes() {
        synchronized (lock) {
            return credit.held();
        }
    }

    /** Received batches were stored or dropped. */
    void release(long bytes) {
        long grant;
        synchronized (lock) {
            grant = credit.released(bytes);
        }
        grant(grant);
    }

    void ping(long imageIndex) {
        send(message().setPing(Ping.newBuilder().setImageIndex(imageIndex)));
    }

    /** Ends the stream from this side. */
    void close(Status status) {
        end(status);
    }

    @Override
    public void onNext(LeaderMessage message) {
        heardNanos = nanoClock.getAsLong();
        try {
            receive(message);
        } catch (RuntimeException e) {
            LOG.warn("Broker {} sent what no sound leader sends; its stream is closed.", leader, e);
            end(Status.DATA_LOSS.withDescription(e.getMessage()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end(Status.UNAVAILABLE.withDescription("the leader ended the stream"));
    }

    private void receive(LeaderMessage message) {
        PeerStream stream = id;
        if (stream == null) {
            welcome(message);
            return;
        }
        switch (message.getMessageCase()) {
            case MATCHED -> deliver(stream, message.getMatched().getSlot(), PeerDecoder.matched(message.getMatched()));
            case DIVERGED ->
                deliver(stream, message.getDiverged().getSlot(), PeerDecoder.diverged(message.getDiverged()));
            case PUSH -> {
                Push push = message.getPush();
                for (Data data : push.getDataList()) {
                    data(stream, data, push.getDataCount() > 1);
                }
            }
            case MARKS -> {
                for (Mark mark : message.getMarks().getMarksList()) {
                    deliver(stream, mark.getSlot(), PeerDecoder.mark(mark));
                }
            }
            case RESET -> deliver(stream, message.getReset().getSlot(), PeerDecoder.reset(message.getReset()));
            case TABLE -> deliver(stream, message.getTable().getSlot(), PeerDecoder.table(message.getTable()));
            case MOVE -> deliver(stream, message.getMove().getSlot(), PeerDecoder.move(message.getMove()));
            case PING -> {}
            case WELCOME, MESSAGE_NOT_SET ->
                throw new IllegalArgumentException("unexpected message " + message.getMessageCase());
        }
    }

    private void welcome(LeaderMessage message) {
        if (!message.hasWelcome()) {
            throw new IllegalArgumentException("no welcome but " + message.getMessageCase());
        }
        Welcome welcome = message.getWelcome();
        id = new PeerStream(leader, new BrokerEpoch(welcome.getBrokerEpoch()), number, lane);
        events.welcomed().accept(this);
        long grant;
        synchronized (lock) {
            grant = credit.open();
        }
        grant(grant);
    }

    /** @param shared whether the bytes lie in one array with those of other partitions, which must not keep that alive */
    private void data(PeerStream stream, Data data, boolean shared) {
        PartitionUid partition = new PartitionUid(data.getSlot());
        long bytes = data.getBatches().size();
        synchronized (lock) {
            credit.received(bytes);
        }
        PeerTopology known = topology.get();
        BatchSeed seed = known == null ? null : known.seed(partition);
        if (seed == null) {
            release(bytes);
        } else {
            listener.fromLeader(stream, partition, PeerDecoder.data(data, seed, shared), bytes);
        }
    }

    private void deliver(PeerStream stream, int slot, io.thalweg.broker.replication.message.LeaderMessage message) {
        listener.fromLeader(stream, new PartitionUid(slot), message, 0);
    }

    private void grant(long bytes) {
        if (bytes > 0) {
            send(message().setCredit(Credit.newBuilder().setBytes(bytes)));
        }
    }

    private void send(io.thalweg.proto.v1.FollowerMessage.Builder message) {
        Outbound<io.thalweg.proto.v1.FollowerMessage> open = outbound;
        if (open != null) {
            open.send(message.build());
        }
    }

    private void end(Status status) {
        if (over.compareAndSet(false, true)) {
            Outbound<io.thalweg.proto.v1.FollowerMessage> open = outbound;
            if (open != null) {
                open.close(status);
            }
            channel.shutdownNow();
            events.ended().ended(this, status);
        }
    }

    private static io.thalweg.proto.v1.FollowerMessage.Builder message() {
        return io.thalweg.proto.v1.FollowerMessage.newBuilder();
    }
}
