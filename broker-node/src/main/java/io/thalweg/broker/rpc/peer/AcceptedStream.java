package io.thalweg.broker.rpc.peer;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.runtime.link.PeerListener;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.proto.v1.Ack;
import io.thalweg.proto.v1.Data;
import io.thalweg.proto.v1.FollowerMessage;
import io.thalweg.proto.v1.Hello;
import io.thalweg.proto.v1.Mark;
import io.thalweg.proto.v1.Marks;
import io.thalweg.proto.v1.Ping;
import io.thalweg.proto.v1.Push;
import io.thalweg.proto.v1.Welcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream that a follower dialled to this broker. Thread-safe. */
final class AcceptedStream implements StreamObserver<FollowerMessage> {
    /** Data waits for that of other partitions until the leader has no more for now, or there is so much: then a message costs less than its bytes. */
    static final int PUSH_BYTES = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(AcceptedStream.class);

    private final Outbound<io.thalweg.proto.v1.LeaderMessage> outbound;
    private final PeerListener listener;
    private final LongSupplier nanoClock;
    private final Events events;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Object lock = new Object();
    // Guarded by lock.
    private final Map<Integer, Mark> heldMarks = new LinkedHashMap<>();
    private Push.Builder heldData = Push.newBuilder();
    private int heldBytes;
    private boolean marksAnnounced;
    private volatile long heardNanos;
    private volatile @Nullable PeerStream id;

    /**
     * Who hears of the stream's life.
     *
     * @param hello the follower's first message
     * @param marksHeld marks are held back since now; {@link #sendMarks} is to be called in a moment
     * @param ended it is over
     */
    record Events(
            BiConsumer<AcceptedStream, Hello> hello,
            Consumer<AcceptedStream> marksHeld,
            StreamEnd<AcceptedStream> ended) {}

    AcceptedStream(
            StreamObserver<io.thalweg.proto.v1.LeaderMessage> observer,
            PeerListener listener,
            LongSupplier nanoClock,
            Events events) {
        this.outbound = new Outbound<>(observer);
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.events = events;
        this.heardNanos = nanoClock.getAsLong();
    }

    /** What the stream is called; null before it was accepted. */
    @Nullable
    PeerStream id() {
        return id;
    }

    long heardNanos() {
        return heardNanos;
    }

    /** The hello was good: from here on messages go through. */
    void accept(PeerStream stream, Welcome welcome) {
        id = stream;
        send(message().setWelcome(welcome));
    }

    void send(PartitionUid partition, LeaderMessage message) {
        int slot = partition.value();
        message.dispatch(new LeaderMessage.Handler<Boolean>() {
            @Override
            public Boolean matched(LeaderMessage.Matched matched) {
                return inOrder(message().setMatched(PeerEncoder.matched(slot, matched)));
            }

            @Override
            public Boolean diverged(LeaderMessage.Diverged diverged) {
                return inOrder(message().setDiverged(PeerEncoder.diverged(slot, diverged)));
            }

            @Override
            public Boolean data(LeaderMessage.Data data) {
                hold(PeerEncoder.data(slot, data));
                return false;
            }

            @Override
            public Boolean mark(LeaderMessage.Mark mark) {
                hold(PeerEncoder.mark(slot, mark));
                return false;
            }

            @Override
            public Boolean reset(LeaderMessage.Reset reset) {
                return inOrder(message().setReset(PeerEncoder.reset(slot, reset)));
            }

            @Override
            public Boolean move(LeaderMessage.Move move) {
                return inOrder(message().setMove(PeerEncoder.move(slot, move)));
            }

            @Override
            public Boolean table(LeaderMessage.Table table) {
                return inOrder(message().setTable(PeerEncoder.table(slot, table)));
            }
        });
    }

    private void hold(Data data) {
        synchronized (lock) {
            // The data carries newer positions of this partition.
            heldMarks.remove(data.getSlot());
            heldData.addData(data);
            heldBytes += data.getBatches().size();
            if (heldBytes >= PUSH_BYTES) {
                sendData();
            }
        }
    }

    private void hold(Mark mark) {
        boolean first;
        synchronized (lock) {
            heldMarks.put(mark.getSlot(), mark);
            first = !marksAnnounced;
            marksAnnounced = true;
        }
        if (first) {
            events.marksHeld().accept(this);
        }
    }

    /** Sends the data that was held back. */
    void flush() {
        synchronized (lock) {
            sendData();
        }
    }

    /**
     * With the lock until gRPC has it (which takes the lock of {@link Outbound} inside, and never waits for the network): of two
     * loops that flush, the second one has the later data of a partition.
     */
    private void sendData() {
        if (heldData.getDataCount() > 0) {
            Push push = heldData.build();
            heldData = Push.newBuilder();
            heldBytes = 0;
            send(message().setPush(push));
        }
    }

    /** Sends the marks that were held back and that no data has overtaken, after the data that they are about. */
    void sendMarks() {
        synchronized (lock) {
            sendData();
            marksAnnounced = false;
            if (!heldMarks.isEmpty()) {
                Marks marks = Marks.newBuilder().addAllMarks(heldMarks.values()).build();
                heldMarks.clear();
                send(message().setMarks(marks));
            }
        }
    }

    void ping(long imageIndex) {
        send(message().setPing(Ping.newBuilder().setImageIndex(imageIndex)));
    }

    /** Ends the stream from this side. */
    void close(Status status) {
        end(status);
    }

    @Override
    public void onNext(FollowerMessage message) {
        heardNanos = nanoClock.getAsLong();
        try {
            receive(message);
        } catch (RuntimeException e) {
            LOG.warn("A follower sent what no sound follower sends; its stream is closed.", e);
            end(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end(Status.CANCELLED.withDescription("the follower ended the stream"));
    }

    private void receive(FollowerMessage message) {
        PeerStream stream = id;
        if (stream == null) {
            if (!message.hasHello()) {
                throw new IllegalArgumentException("no hello but " + message.getMessageCase());
            }
            events.hello().accept(this, message.getHello());
            return;
        }
        switch (message.getMessageCase()) {
            case FOLLOW ->
                listener.fromFollower(
                        stream,
                        new PartitionUid(message.getFollow().getSlot()),
                        PeerDecoder.follow(message.getFollow()));
            case ACKS -> {
                for (Ack ack : message.getAcks().getAcksList()) {
                    listener.fromFollower(stream, new PartitionUid(ack.getSlot()), PeerDecoder.ack(ack));
                }
            }
            case CREDIT -> listener.credit(stream, message.getCredit().getBytes());
            case UNFOLLOW ->
                listener.fromFollower(
                        stream,
                        new PartitionUid(message.getUnfollow().getSlot()),
                        PeerDecoder.unfollow(message.getUnfollow()));
            case ASK_ROWS ->
                listener.fromFollower(
                        stream,
                        new PartitionUid(message.getAskRows().getSlot()),
                        PeerDecoder.askRows(message.getAskRows()));
            case PING -> {}
            case HELLO, MESSAGE_NOT_SET ->
                throw new IllegalArgumentException("unexpected message " + message.getMessageCase());
        }
    }

    private Boolean inOrder(io.thalweg.proto.v1.LeaderMessage.Builder message) {
        sendMarks();
        send(message);
        return true;
    }

    private void send(io.thalweg.proto.v1.LeaderMessage.Builder message) {
        outbound.send(message.build());
    }

    private void end(Status status) {
        if (over.compareAndSet(false, true)) {
            outbound.close(status);
            events.ended().ended(this, status);
        }
    }

    private static io.thalweg.proto.v1.LeaderMessage.Builder message() {
        return io.thalweg.proto.v1.LeaderMessage.newBuilder();
    }
}
