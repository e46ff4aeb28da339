package io.thalweg.broker.simulation;

import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An idempotent producer of one partition. It keeps a few batches in flight and repeats each, with its sequence, until
 * it is acknowledged; every attempt is a request of its own, recognisable in the log.
 */
final class SimProducer {
    private static final long ATTEMPT_MILLIS = 300;

    private final Simulation simulation;
    private final SimClock clock;
    private final PartitionUid uid;
    private final long producerId;
    private final Deque<Pending> inFlight = new ArrayDeque<>();
    private long nextSequence;
    private long acknowledged;
    private boolean stopped;

    SimProducer(Simulation simulation, PartitionUid uid, long producerId) {
        this.simulation = simulation;
        this.clock = simulation.clock();
        this.uid = uid;
        this.producerId = producerId;
        clock.in(clock.between(0, 100), this::produce);
    }

    private void produce() {
        if (stopped) {
            return;
        }
        if (inFlight.size() < simulation.plan().pipeline()) {
            Pending batch = new Pending(nextSequence, 1 + clock.pick(3));
            nextSequence += batch.records;
            inFlight.add(batch);
            send(batch);
        }
        clock.in(clock.between(5, 60), this::produce);
    }

    private void send(Pending batch) {
        if (batch.done) {
            return;
        }
        long token = simulation.nextToken();
        batch.token = token;
        clock.in(ATTEMPT_MILLIS, () -> repeat(batch, token));
        SimBroker leader = leader();
        if (leader == null) {
            return;
        }
        long life = leader.life();
        clock.in(clock.delay(4, 500), () -> leader.post(life, () -> arrive(leader, batch, token)));
        if (clock.chance(0.03)) {
            long copy = simulation.nextToken();
            clock.in(clock.between(1, 600), () -> leader.post(life, () -> arrive(leader, batch, copy)));
        }
    }

    private void arrive(SimBroker leader, Pending batch, long token) {
        long deadline = clock.now() + 200;
        AppendRequest request =
                new AppendRequest(token, build(batch, token), Acks.ALL, AppendRequest.ANY_LOG_END, deadline);
        leader.append(uid, request, answer -> {
            simulation.oracle().onAnswer(uid, producerId, batch.firstSequence, token, answer);
            clock.in(clock.delay(4, 200), () -> hear(batch, token, answer));
        });
    }

    private RecordBatch build(Pending batch, long token) {
        Partition partition =
                Objects.requireNonNull(simulation.metadata().image().partition(uid));
        BatchBuilder builder =
                new BatchBuilder(SimReplica.seed(partition)).producer(producerId, 0, batch.firstSequence);
        for (int i = 0; i < batch.records; i++) {
            byte[] value = Long.toString(token).getBytes(StandardCharsets.US_ASCII);
            builder.add(new byte[0], value, clock.now());
        }
        RecordBatch built = builder.build();
        simulation.oracle().committed(uid).attempt(built.crc(), token);
        return built;
    }

    /** Goes to the leader of some image that a broker has, not always the newest. */
    private @Nullable SimBroker leader() {
        ClusterImage image = simulation.someImage();
        Partition partition = image == null ? null : image.partition(uid);
        BrokerId leader = partition == null ? null : partition.leader();
        return leader == null ? null : simulation.broker(leader);
    }

    private void hear(Pending batch, long token, SimAnswer answer) {
        Appended appended = answer.appended();
        if (appended != null) {
            batch.done = true;
            while (!inFlight.isEmpty() && inFlight.peek().done) {
                acknowledged = inFlight.remove().firstSequence;
            }
            return;
        }
        Rejection rejection = Objects.requireNonNull(answer.rejection());
        clock.note("producer %s sequence %s: %s", producerId, batch.firstSequence, rejection);
        clock.in(clock.between(5, 40), () -> repeat(batch, token));
    }

    private void repeat(Pending batch, long token) {
        if (batch.token == token) {
            send(batch);
        }
    }

    /** No new batches; those in flight go on until they are acknowledged. */
    void stop() {
        stopped = true;
    }

    boolean idle() {
        return inFlight.isEmpty();
    }

    @Override
    public String toString() {
        return "producer " + producerId + " of partition " + uid + ", acknowledged " + acknowledged + ", in flight "
                + inFlight.size();
    }

    private static final class Pending {
        private final long firstSequence;
        private final int records;
        private long token;
        private boolean done;

        Pending(long firstSequence, int records) {
            this.firstSequence = firstSequence;
            this.records = records;
        }
    }
}
