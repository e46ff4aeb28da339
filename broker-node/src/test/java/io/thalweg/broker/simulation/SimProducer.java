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
 * A producer of one partition. With acks all or leader it is idempotent: it keeps a few batches in flight and repeats
 * each, with its sequence, until it is acknowledged; when a leader was lost with what it had acknowledged alone, it goes
 * on as a new producer. With acks none it sends once. Every attempt is a request of its own, recognisable in the log.
 */
final class SimProducer {
    private static final long ATTEMPT_MILLIS = 300;

    private final Simulation simulation;
    private final SimClock clock;
    private final PartitionUid uid;
    private final Acks acks;
    private final Deque<Pending> inFlight = new ArrayDeque<>();
    private long producerId;
    private long nextSequence;
    private long newestEpoch;
    /** Last sequence up to which everything is acknowledged. */
    private long acknowledged = -1;

    private boolean stopped;

    SimProducer(Simulation simulation, PartitionUid uid, Acks acks) {
        this.simulation = simulation;
        this.clock = simulation.clock();
        this.uid = uid;
        this.acks = acks;
        this.producerId = simulation.nextProducerId();
        clock.in(clock.between(0, 100), this::produce);
    }

    private void produce() {
        if (stopped) {
            return;
        }
        if (inFlight.size() < simulation.plan().pipeline()) {
            Pending batch = new Pending(producerId, nextSequence, 1 + clock.pick(3));
            nextSequence += batch.records;
            if (acks == Acks.NONE) {
                sendOnce(batch);
            } else {
                inFlight.add(batch);
                send(batch);
            }
        }
        clock.in(clock.between(5, 60), this::produce);
    }

    private void sendOnce(Pending batch) {
        SimBroker leader = leader();
        if (leader != null) {
            long life = leader.life();
            Attempt attempt = new Attempt(simulation.nextToken(), -1, newestEpoch);
            clock.in(clock.delay(4, 500), () -> leader.post(life, () -> arrive(leader, batch, attempt)));
        }
    }

    private void send(Pending batch) {
        if (batch.done || batch.producerId != producerId) {
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
        Attempt attempt = new Attempt(token, acknowledged, newestEpoch);
        clock.in(clock.delay(4, 500), () -> leader.post(life, () -> arrive(leader, batch, attempt)));
        if (clock.chance(0.03)) {
            Attempt copy = new Attempt(simulation.nextToken(), acknowledged, newestEpoch);
            clock.in(clock.between(1, 600), () -> leader.post(life, () -> arrive(leader, batch, copy)));
        }
    }

    private void arrive(SimBroker leader, Pending batch, Attempt attempt) {
        if (batch.producerId != producerId && acks != Acks.NONE) {
            return;
        }
        long deadline = leader.monotonicMillis() + 200;
        AppendRequest request = new AppendRequest(
                attempt.token, build(batch, attempt.token), acks, AppendRequest.ANY_LOG_END, deadline);
        SimReplica replica = leader.replica(uid);
        long answeringEpoch =
                replica == null ? 0 : replica.core.positions().leaderEpoch().value();
        boolean current = answeringEpoch >= attempt.epoch;
        leader.append(uid, request, answer -> {
            if (!clock.chance(0.01)) {
                clock.in(clock.delay(4, 200), () -> hear(batch, attempt, current, answer));
            }
        });
    }

    private RecordBatch build(Pending batch, long token) {
        Partition partition =
                Objects.requireNonNull(simulation.metadata().image().partition(uid));
        BatchBuilder builder = new BatchBuilder(SimReplica.seed(partition));
        if (acks != Acks.NONE) {
            builder.producer(producerId, 0, batch.firstSequence);
        }
        for (int i = 0; i < batch.records; i++) {
            byte[] value = Long.toString(token).getBytes(StandardCharsets.US_ASCII);
            builder.add(new byte[0], value, clock.now());
        }
        return builder.build();
    }

    /** Goes to the leader of some image that a broker has, not always the newest; but never back to an older epoch. */
    private @Nullable SimBroker leader() {
        ClusterImage image = simulation.someImage();
        Partition partition = image == null ? null : image.partition(uid);
        if (partition == null || partition.leaderEpoch().value() < newestEpoch) {
            return null;
        }
        newestEpoch = partition.leaderEpoch().value();
        BrokerId leader = partition.leader();
        return leader == null ? null : simulation.broker(leader);
    }

    private void hear(Pending batch, Attempt attempt, boolean current, SimAnswer answer) {
        if (acks == Acks.NONE || batch.producerId != producerId) {
            return;
        }
        Appended appended = answer.appended();
        if (appended != null) {
            batch.done = true;
            while (!inFlight.isEmpty() && inFlight.peek().done) {
                acknowledged = inFlight.remove().lastSequence();
            }
            return;
        }
        Rejection rejection = Objects.requireNonNull(answer.rejection());
        clock.note("producer %s sequence %s: %s", producerId, batch.firstSequence, rejection);
        if (current
                && rejection instanceof Rejection.OutOfOrderSequence outOfOrder
                && outOfOrder.expected() <= attempt.acknowledged) {
            forgotten(outOfOrder);
            return;
        }
        clock.in(clock.between(5, 40), () -> repeat(batch, attempt.token));
    }

    /** The leader does not know what was acknowledged. With acks all only a recovery may lose that; then begin anew. */
    private void forgotten(Rejection.OutOfOrderSequence outOfOrder) {
        boolean lost = simulation.oracle().committed(uid).everLost();
        Oracle.require(acks != Acks.ALL || lost, "S5", () -> this + " is told " + outOfOrder);
        simulation
                .rare()
                .seen(
                        lost
                                ? RareEvents.Kind.PRODUCER_FORGOTTEN_BY_A_RECOVERY
                                : RareEvents.Kind.ACKNOWLEDGED_BY_LEADER_ALONE_AND_LOST,
                        true);
        producerId = simulation.nextProducerId();
        nextSequence = 0;
        acknowledged = -1;
        inFlight.clear();
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

    /** What the producer knew when it sent: the last sequence acknowledged, the leader's epoch. */
    private record Attempt(long token, long acknowledged, long epoch) {}

    private static final class Pending {
        private final long producerId;
        private final long firstSequence;
        private final int records;
        private long token;
        private boolean done;

        Pending(long producerId, long firstSequence, int records) {
            this.producerId = producerId;
            this.firstSequence = firstSequence;
            this.records = records;
        }

        long lastSequence() {
            return firstSequence + records - 1;
        }
    }
}
