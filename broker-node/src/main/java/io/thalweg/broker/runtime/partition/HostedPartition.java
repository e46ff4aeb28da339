package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.replication.PartitionReplica;
import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.runtime.access.AppendListener;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.access.ReplicaReport;
import io.thalweg.broker.runtime.feed.FedPartition;
import io.thalweg.broker.runtime.feed.FeedGrant;
import io.thalweg.broker.runtime.feed.FeedWish;
import io.thalweg.broker.runtime.loop.PartitionLoop;
import io.thalweg.broker.runtime.loop.Turn;
import io.thalweg.broker.runtime.loop.TurnMember;
import io.thalweg.broker.runtime.tail.TailSlice;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.Succession;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.TopicConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica in the running broker: gives its {@link PartitionReplica} the events and carries out its actions. Belongs
 * to one loop; every method is for that loop's thread unless it says otherwise.
 *
 * <p>A bug in the replica stops this replica only; a storage fault goes up and stops the process.
 */
public final class HostedPartition implements TurnMember, FedPartition {
    private static final Logger LOG = LoggerFactory.getLogger(HostedPartition.class);

    private final HostedName name;
    private final BrokerIdentity self;
    private final PartitionLoop loop;
    private final PartitionEnvironment environment;
    private final PartitionReplica replica;
    private final ReplicaState state;
    private final ActionExecutor executor;
    /** What a turn leaves for its end; no list between turns, as there are many partitions that have none. */
    private List<ReplicaAction> deferred = List.of();

    private List<Runnable> releases = List.of();
    /** What the last read for a follower led to. */
    private List<RecordBatch> feedSent = List.of();

    private long lastTurn = -1;
    private boolean gone;
    private boolean leased = true;
    private boolean room = true;
    private @Nullable FaultReport report;
    private final LeaderSuccession succession = new LeaderSuccession();

    HostedPartition(
            HostedName name,
            BrokerIdentity self,
            PartitionLoop loop,
            PartitionEnvironment environment,
            PartitionReplica replica,
            ReplicaState state,
            LoopProposals proposals) {
        this.name = name;
        this.self = self;
        this.loop = loop;
        this.environment = environment;
        this.replica = replica;
        this.state = state;
        this.executor = new ActionExecutor(this, environment, state, proposals);
    }

    /** The partition's names; from any thread. */
    public HostedName name() {
        return name;
    }

    /** The loop that owns it; from any thread. */
    public PartitionLoop loop() {
        return loop;
    }

    /** What readers see; from any thread. */
    public PartitionReader reader() {
        return state.reader();
    }

    /** What the replica has; from any thread. */
    public ReplicaReport report() {
        return state.published().report(self);
    }

    BrokerIdentity self() {
        return self;
    }

    PartitionReplica replica() {
        return replica;
    }

    /** The image changed in what concerns this partition. */
    public void onImage(Turn turn, ClusterImage image, Partition partition, PartitionView view) {
        state.config(image.topic(partition.id().topic()));
        succession.want(Succession.of(image, partition), turn.monotonicMillis());
        call(turn, () -> replica.onView(view));
        if (report != null) {
            report.known(partition.fault(self.id()) > replica.settledFault());
        }
        hurryIfRestless();
    }

    /** A producer's batch; the listener hears of it on this loop. */
    public void onAppend(Turn turn, io.thalweg.broker.runtime.access.AppendRequest request, AppendListener listener) {
        if (gone || state.isStopped()) {
            listener.refused(state.refusalOfStopped());
            return;
        }
        if (state.isLeading() && environment.disk().nearlyFull()) {
            listener.refused(new Refusal.DiskFull(environment.disk().freeBytes()));
            call(turn, replica::onCrowded);
            return;
        }
        long token = state.pending().add(listener);
        AppendRequest append = new AppendRequest(
                token,
                request.batch(),
                request.acks(),
                request.expectedLogEnd().orElse(AppendRequest.ANY_LOG_END),
                turn.monotonicMillis() + request.timeoutMillis());
        call(turn, () -> replica.onAppend(append));
    }

    /** There is a stream to a broker; answers the replica if it wants one to that broker. */
    public void onLeaderConnected(Turn turn, PeerStream stream) {
        if (executor.takeLinkWish(stream)) {
            call(turn, () -> replica.onLeaderConnected(stream));
        }
    }

    /** A stream is gone, whoever dialled it. */
    public void onDisconnected(Turn turn, PeerStream stream) {
        call(turn, () -> replica.onLeaderGone(stream));
        call(turn, () -> replica.onFollowerGone(stream));
    }

    /** A message of the leader; its bytes are released when they are stored or dropped. */
    public void onLeaderMessage(Turn turn, PeerStream stream, LeaderMessage message, long bytes) {
        if (bytes > 0) {
            releases = releases.isEmpty() ? new ArrayList<>(1) : releases;
            releases.add(() -> environment.peers().release(stream, bytes));
            turn.touch(this);
        }
        call(turn, () -> replica.onLeaderMessage(stream, message));
    }

    /** A message of a follower. */
    public void onFollowerMessage(Turn turn, PeerStream stream, FollowerMessage message) {
        if (message instanceof FollowerMessage.Ack ack) {
            environment.feeds().acked(stream, slot(), ack.logEnd());
            turn.atEnd(() -> environment.feeds().pump(stream, turn));
        }
        call(turn, () -> replica.onFollowerMessage(stream, message));
    }

    /** How a submission of the replica ended. */
    void onOutcome(Turn turn, long attempt, ProposalOutcome outcome) {
        call(turn, () -> replica.onProposalOutcome(attempt, outcome));
    }

    /** What the replica wanted in quarantine is there. */
    void onQuarantined(Turn turn) {
        call(turn, replica::onQuarantined);
    }

    /** What the replica wanted in quarantine could not be copied. */
    void onQuarantineFailed(Turn turn, String cause) {
        call(turn, () -> replica.onQuarantineFailed(cause));
    }

    /** Retention found where the log should begin. */
    public void onRetention(Turn turn, long logStart) {
        call(turn, () -> replica.onLogStart(logStart));
    }

    /** Producers that were silent for longer may be forgotten. */
    public void onProducerExpiry(Turn turn, long appendedBeforeMillis) {
        call(turn, () -> replica.onProducerExpiry(appendedBeforeMillis));
    }

    /** The store found damaged bytes in this log. */
    public void onDamage(Turn turn, LogDamage damage) {
        String cause = String.valueOf(damage.getMessage());
        if (!gone && !state.isStopped() && state.isNewDamage(cause)) {
            LOG.error("Partition {} has damaged bytes on this broker: {}.", name.id(), cause);
            environment.listener().faulted(name.id(), cause);
        }
        call(turn, () -> replica.onDamage(cause));
    }

    /** Runs a task of the applier's services in the partition's turn. */
    void run(Turn turn, Runnable task) {
        call(turn, () -> {
            task.run();
            turn.touch(this);
            return List.of();
        });
    }

    /** The broker stops: store what a clean stop should not lose, answer who waits. */
    public void onClose(Turn turn) {
        call(turn, replica::onClose);
        turn.atEnd(() -> state.pending().rejectAll(lostLeadership()));
    }

    /** No replica of the partition belongs here any more. */
    public void onRemoved(Turn turn, boolean deleteData) {
        gone = true;
        loop.remove(this);
        deferred = List.of();
        state.remove(lostLeadership());
        if (deleteData) {
            turn.changes().delete(name.log());
        }
        turn.touch(this);
    }

    @Override
    public Next onTick(Turn turn) {
        call(turn, replica::onTick);
        BrokerId target = state.isLeading() ? succession.due(turn.monotonicMillis()) : null;
        if (target != null) {
            call(turn, () -> replica.onHandOff(target));
        }
        state.tick(turn.monotonicMillis());
        if (report != null && !gone && report.due(turn.monotonicMillis())) {
            executor.reportFault(report.cause());
        }
        if (isRestless()) {
            return Next.AT_ONCE;
        }
        return state.pending().isEmpty() ? Next.LATER : Next.SOON;
    }

    /** Whether something is to be tried, or tried again, as time passes. */
    private boolean isRestless() {
        boolean reporting = report != null && report.isOpen();
        boolean handsOver = state.isLeading() && succession.isWanted();
        return !gone && (reporting || handsOver || !state.isSettled() || replica.awaitsOutcome());
    }

    @Override
    public void onSynced(Turn turn, long sequence) {
        call(turn, () -> replica.onSynced(sequence));
        // Also when nothing follows from it: others may wait to see how much is durable.
        turn.touch(this);
    }

    @Override
    public void afterWrite(Turn turn) {
        carryOut(turn);
        hurryIfRestless();
    }

    /** Also so that what all partitions of a loop ask the metadata for goes out with one tick, in one command. */
    private void hurryIfRestless() {
        if (isRestless()) {
            loop.hurry(this);
        }
    }

    private void carryOut(Turn turn) {
        releases.forEach(Runnable::run);
        releases = List.of();
        if (gone || state.isStopped()) {
            return;
        }
        try {
            boolean written = executor.takeWrote();
            if (written) {
                state.onWritten(turn.loop(), replica.role().leads());
                absorb(turn, replica.onWritten(turn.writtenSequence()));
                if (replica.awaitsSync()) {
                    loop.awaitSync(this, state.isFsync());
                }
            }
            // Before any answer goes out: who hears that a batch is committed must be able to read it.
            state.publish(replica);
            List<ReplicaAction> due = deferred;
            deferred = List.of();
            due.forEach(action -> executor.execute(action, turn));
            if (!gone) {
                state.tell(turn.monotonicMillis());
            }
        } catch (StorageFault fault) {
            throw fault;
        } catch (LogDamage damage) {
            onDamageInside(turn, damage);
        } catch (RuntimeException bug) {
            fail(turn, bug);
        }
    }

    /** Damage met while actions were carried out: those that are left go no further, and nobody waits for them. */
    private void onDamageInside(Turn turn, LogDamage damage) {
        onDamage(turn, damage);
        if (replica.role() == ReplicaRole.DAMAGED) {
            state.pending().rejectAll(new Rejection.Faulted(String.valueOf(damage.getMessage()), false));
        } else {
            fail(turn, damage);
        }
    }

    @Override
    public int slot() {
        return name.uid().value();
    }

    @Override
    public void feed(Turn turn, FeedGrant grant) {
        if (turn.loop() == loop.number()) {
            feedHere(turn, grant);
        } else if (!loop.post(own -> feedHere(own, grant))) {
            finishFeed(grant, List.of());
        }
    }

    /** A bug or damaged bytes: this replica stops, keeps its bytes and answers nothing but rejections. */
    void fail(Turn turn, RuntimeException cause) {
        LOG.error("Partition {} stops on this broker: its replica failed.", name.id(), cause);
        stop(turn, String.valueOf(cause.getMessage()));
    }

    /** The replica asked to be stopped, or failed. */
    void stop(Turn turn, String cause) {
        if (!gone && !state.isStopped()) {
            deferred = List.of();
            state.stop(cause);
            report = new FaultReport(cause);
            environment.listener().faulted(name.id(), cause);
            turn.touch(this);
        }
    }

    private void call(Turn turn, Supplier<List<ReplicaAction>> event) {
        if (gone || state.isStopped()) {
            return;
        }
        try {
            if (lastTurn != turn.number()) {
                lastTurn = turn.number();
                replica.onTime(turn.monotonicMillis(), turn.wallMillis());
                lookAtLease(turn);
                lookAtDisk(turn);
            }
            absorb(turn, event.get());
        } catch (StorageFault fault) {
            throw fault;
        } catch (RuntimeException bug) {
            fail(turn, bug);
        }
    }

    private void lookAtLease(Turn turn) {
        boolean held = environment.leased().getAsBoolean();
        if (held != leased) {
            leased = held;
            absorb(turn, replica.onLease(held));
        }
    }

    private void lookAtDisk(Turn turn) {
        boolean there = !environment.disk().tooFullToFollow();
        if (there != room) {
            room = there;
            absorb(turn, replica.onRoom(there));
        }
    }

    private void absorb(Turn turn, List<ReplicaAction> actions) {
        for (ReplicaAction action : actions) {
            turn.touch(this);
            if (action instanceof ReplicaAction.StoreAction) {
                executor.execute(action, turn);
            } else {
                deferred = deferred.isEmpty() ? new ArrayList<>() : deferred;
                deferred.add(action);
            }
        }
    }

    private void feedHere(Turn turn, FeedGrant grant) {
        FeedWish wish = grant.wish();
        long end = state.logEnd();
        TailSlice fromMemory = state.recent(wish.fromOffset(), end, grant.maxBytes());
        if (fromMemory != null || wish.fromOffset() >= end || gone) {
            deliver(turn, grant, fromMemory == null ? List.of() : fromMemory.batches(), true);
        } else {
            environment.readers().of(wish.stream().lane()).execute(() -> readCold(grant, end));
        }
    }

    private void readCold(FeedGrant grant, long end) {
        try {
            LogSlice slice = environment.store().read(name.log(), grant.wish().fromOffset(), end, grant.maxBytes());
            List<ByteBuffer> pieces = slice.isEmpty() ? List.of() : List.of(slice.batches());
            loop.post(turn -> deliver(turn, grant, pieces, false));
        } catch (LogDamage damage) {
            loop.post(turn -> onDamage(turn, damage));
        }
    }

    private void deliver(Turn turn, FeedGrant grant, List<ByteBuffer> pieces, boolean fromMemory) {
        List<RecordBatch> batches = new ArrayList<>();
        for (ByteBuffer piece : pieces) {
            RecordBatches.of(piece).forEach(batches::add);
        }
        FeedWish wish = grant.wish();
        feedSent = List.of();
        call(turn, () -> {
            List<ReplicaAction> actions =
                    replica.onFeedRead(wish.stream(), wish.leaderEpoch(), wish.fromOffset(), batches);
            boolean sent = actions.stream().anyMatch(HostedPartition::isData);
            feedSent = sent ? batches : List.of();
            return actions;
        });
        finishFeed(grant, feedSent);
        feedSent = List.of();
        environment
                .listener()
                .read(
                        fromMemory,
                        batches.stream().mapToLong(RecordBatch::length).sum());
        turn.atEnd(() -> environment.feeds().pump(wish.stream(), turn));
    }

    private void finishFeed(FeedGrant grant, List<RecordBatch> sent) {
        FeedWish wish = grant.wish();
        long bytes = sent.stream().mapToLong(RecordBatch::length).sum();
        long end =
                sent.isEmpty() ? wish.fromOffset() : sent.get(sent.size() - 1).nextOffset();
        environment.feeds().finish(grant, slot(), bytes, end);
        if (bytes > 0) {
            environment.listener().fed(wish.stream().lane() == Lane.BULK, bytes);
        }
    }

    private static boolean isData(ReplicaAction action) {
        return action instanceof ReplicaAction.SendToFollower send && send.message() instanceof LeaderMessage.Data;
    }

    private Rejection lostLeadership() {
        return new Rejection.LeadershipLost(null, replica.positions().leaderEpoch());
    }

    /** Settings of the partition's topic; from any thread. */
    public TopicConfig config() {
        return state.config();
    }
}
