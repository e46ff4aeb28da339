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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream to one broker and the appends on it that await an answer. Belongs to the send loop. */
final class BrokerLane {
    /**
     * While so many batches are on their way to the broker, those that are not full wait: they fill, and a batch costs more than
     * its records. Full ones go all the same. Kafka's producer has the same effect, since it has five requests under way.
     */
    static final int CROWDED = 32;

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLane.class);

    private final BrokerAddress broker;
    private final ProduceConnections network;
    private final Loop loop;
    private final Backoff backoff = new Backoff();
    private final Map<Long, InFlight> inFlight = new LinkedHashMap<>();
    private final Set<PartitionSender> blocked = new LinkedHashSet<>();
    /** Those with a batch that is not full, in the order in which they came. */
    private final Set<PartitionSender> crowd = new LinkedHashSet<>();

    private @Nullable PartitionSender admitted;
    private @Nullable Connection connection;
    private boolean reconnecting;
    private boolean closed;

    BrokerLane(BrokerAddress broker, ProduceConnections network, Loop loop) {
        this.broker = broker;
        this.network = network;
        this.loop = loop;
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

    /** Whether a batch that is not full may go; if not, the sender is asked to go on when its turn comes. */
    boolean admits(PartitionSender sender) {
        if (sender == admitted || crowd.isEmpty() && inFlight.size() < CROWDED) {
            return true;
        }
        crowd.add(sender);
        return false;
    }

    /** How many batches wait because others are on their way. */
    int crowd() {
        return crowd.size();
    }

    private void admitNext() {
        while (inFlight.size() < CROWDED && !crowd.isEmpty()) {
            PartitionSender next = crowd.iterator().next();
            crowd.remove(next);
            admitted = next;
            next.pump();
            admitted = null;
        }
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
        batch.sent(command.correlationId());
        inFlight.put(command.correlationId(), new InFlight(sender, batch));
        now.stream.send(command);
    }

    /** An answer to this attempt is of no more interest. */
    void forget(ProducerBatch batch) {
        if (inFlight.remove(batch.attempt()) != null && !crowd.isEmpty()) {
            loop.execute(this::admitNext);
        }
    }

    private void connect() {
        network.connectNow(broker);
        connection = new Connection();
    }

    private void resume() {
        List<PartitionSender> senders = List.copyOf(blocked);
        blocked.clear();
        senders.forEach(PartitionSender::pump);
    }

    private void answered(Connection from, ProduceAnswer answer) {
        if (from != connection) {
            return;
        }
        backoff.reset();
        InFlight known = inFlight.remove(answer.correlationId());
        if (known != null) {
            known.sender.answered(known.batch, answer.baseOffset(), answer.error());
            admitNext();
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
        blocked.addAll(crowd);
        crowd.clear();
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
        private final AtomicBoolean drained = new AtomicBoolean(true);

        Events(Connection from) {
            this.from = from;
        }

        @Override
        public void onAnswer(ProduceAnswer answer) {
            answers.add(answer);
            if (drained.getAndSet(false)) {
                loop.execute(this::drain);
            }
        }

        private void drain() {
            drained.set(true);
            ProduceAnswer answer = answers.poll();
            while (answer != null) {
                answered(from, answer);
                answer = answers.poll();
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
            loop.execute(() -> lost(from, error));
        }
    }
}
