package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.internal.retry.Backoff;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.runtime.cluster.Loop;
import io.thalweg.client.internal.runtime.port.ProduceAnswer;
import io.thalweg.client.internal.runtime.port.ProduceCommand;
import io.thalweg.client.internal.runtime.port.ProduceConnections;
import io.thalweg.client.internal.runtime.port.ProduceStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream to one broker and the appends on it that await an answer. Belongs to the send loop. */
final class BrokerLane {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLane.class);
    /** Answers that are handled before other tasks of the loop have their turn. */
    private static final int ANSWERS_AT_ONCE = 64;

    private final BrokerAddress broker;
    private final ProduceConnections network;
    private final Loop loop;
    private final LongSupplier nanoClock;
    private final Backoff backoff = new Backoff();
    private final Map<Long, InFlight> inFlight = new LinkedHashMap<>();
    private final Set<Crowd.Member> blocked = new LinkedHashSet<>();
    private final Crowd crowd = new Crowd();

    private long movedAtNanos;
    private @Nullable Connection connection;
    private boolean reconnecting;
    private boolean closed;

    BrokerLane(BrokerAddress broker, ProduceConnections network, Loop loop, LongSupplier nanoClock) {
        this.broker = broker;
        this.network = network;
        this.loop = loop;
        this.nanoClock = nanoClock;
    }

    private record InFlight(PartitionSender sender, ProducerBatch batch) {}

    BrokerAddress broker() {
        return broker;
    }

    /** Whether a batch can be sent now; if not, the sender is asked to go on as soon as it can. */
    boolean readyFor(PartitionSender sender) {
        Connection now = connection;
        if (now != null && now.stream.isReady()) {
            return true;
        }
        blocked.add(sender);
        prepare();
        return false;
    }

    /** Its batches that are not full. */
    Crowd crowd() {
        return crowd;
    }

    /** When the broker last acknowledged a batch, or else was sent the first one that it has not answered. */
    long movedAtNanos() {
        return movedAtNanos;
    }

    /** Has a stream ready before it is needed: a broker that comes back soon leads again. */
    void prepare() {
        if (connection == null && !reconnecting && !closed) {
            connect();
        }
    }

    /** Sends; ask {@link #readyFor} before. */
    void send(PartitionSender sender, ProducerBatch batch, ProduceCommand command) {
        Connection now = connection;
        if (now == null) {
            throw new IllegalStateException("no connection to " + broker);
        }
        if (inFlight.isEmpty()) {
            movedAtNanos = nanoClock.getAsLong();
        }
        batch.sent(command.correlationId());
        inFlight.put(command.correlationId(), new InFlight(sender, batch));
        now.stream.send(command);
    }

    /** An answer to this attempt is of no more interest. */
    void forget(ProducerBatch batch) {
        if (inFlight.remove(batch.attempt()) != null) {
            crowd.ended(batch);
            loop.execute(crowd::goOn);
        }
    }

    private void connect() {
        network.connectNow(broker);
        connection = new Connection();
    }

    private void resume() {
        List<Crowd.Member> senders = List.copyOf(blocked);
        blocked.clear();
        senders.forEach(Crowd.Member::pump);
    }

    private void answered(Connection from, ProduceAnswer answer) {
        if (from != connection) {
            return;
        }
        backoff.reset();
        InFlight known = inFlight.remove(answer.correlationId());
        if (known != null) {
            if (answer.error() == null) {
                movedAtNanos = nanoClock.getAsLong();
            }
            crowd.ended(known.batch);
            known.sender.answered(known.batch, answer.baseOffset(), answer.error());
            crowd.goOn();
        }
    }

    private void lost(Connection from, BrokerError error) {
        if (from != connection) {
            return;
        }
        connection = null;
        LOG.debug("produce stream to {} ended: {}", broker, error);
        long pause = backoff.nextMillis();
        reconnecting = true;
        loop.after(pause, this::reconnect);
        List<InFlight> unanswered = List.copyOf(inFlight.values());
        inFlight.clear();
        blocked.addAll(crowd.dissolve());
        BrokerError unknown = new BrokerError(ErrorReason.CONNECTION_LOST, error.message(), error.details());
        unanswered.forEach(each -> each.sender.answered(each.batch, -1, unknown));
    }

    private void reconnect() {
        reconnecting = false;
        if (!closed && !blocked.isEmpty()) {
            connect();
        }
    }

    void close() {
        closed = true;
        if (connection != null) {
            connection.stream.close();
            connection = null;
        }
    }

    /** One stream; brings what the network calls to the loop. */
    private final class Connection {
        private final ProduceStream stream;

        Connection() {
            stream = network.produce(broker, new Events(this));
        }
    }

    private final class Events implements ProduceStream.Listener {
        private final Connection from;
        private final Queue<ProduceAnswer> answers = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean scheduled = new AtomicBoolean();

        Events(Connection from) {
            this.from = from;
        }

        @Override
        public void onAnswer(ProduceAnswer answer) {
            answers.add(answer);
            schedule();
        }

        private void schedule() {
            if (!scheduled.getAndSet(true)) {
                loop.execute(this::handleSome);
            }
        }

        private void handleSome() {
            scheduled.set(false);
            try {
                handle(ANSWERS_AT_ONCE);
            } finally {
                if (!answers.isEmpty()) {
                    schedule();
                }
            }
        }

        private void handle(int most) {
            for (int handled = 0; handled < most; handled++) {
                ProduceAnswer answer = answers.poll();
                if (answer == null) {
                    return;
                }
                answered(from, answer);
            }
        }

        private void close(BrokerError error) {
            try {
                handle(Integer.MAX_VALUE);
            } finally {
                lost(from, error);
            }
        }

        @Override
        public void onReady() {
            loop.execute(() -> {
                if (from == connection) {
                    resume();
                }
            });
        }

        @Override
        public void onClosed(BrokerError error) {
            loop.execute(() -> close(error));
        }
    }
}
