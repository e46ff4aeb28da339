package io.thalweg.broker.replication;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The followers of one leader epoch: what each has acknowledged, what it is sent next, what it was told. */
final class FollowerSet {
    /** Followers are few, and idle partitions many. */
    private static final int FEW = 4;

    private final ReplicaContext context;
    private final Map<BrokerId, FollowerProgress> matched = new HashMap<>(FEW);
    /** Survives a broken stream: a follower that comes and goes does not look fresh. */
    private final Map<BrokerId, CatchUpClock> clocks = new HashMap<>(FEW);

    /** Followers that gave up because their disk is nearly full, at the epoch in which they said so. */
    private final Map<BrokerId, BrokerEpoch> crowded = new HashMap<>(FEW);

    private final AckMemory memory;
    private final FollowAttempts attempts;
    private final LaneChoice lanes;
    private final long beganMillis;

    FollowerSet(ReplicaContext context) {
        this.context = context;
        this.memory = new AckMemory(context);
        this.attempts = new FollowAttempts(context);
        this.lanes = new LaneChoice(context.log(), context.settings());
        this.beganMillis = context.nowMillis();
    }

    /** Handles a message of this leader epoch. */
    void take(PeerStream stream, FollowerMessage message) {
        message.dispatch(new Take(stream));
    }

    void gone(PeerStream stream) {
        matched.values().removeIf(progress -> progress.stream().equals(stream));
    }

    /** The acknowledged end of an entry's broker at the entry's epoch, this leader's own included. */
    long endOf(Holder entry) {
        boolean durable = context.countsDurable() && context.rules().keeps(ReplicationRules.Rule.COUNT_DURABLE_END);
        if (entry.broker().equals(context.identity().broker())) {
            boolean own = entry.epoch().equals(context.identity().brokerEpoch());
            long end = durable ? context.log().durableEnd() : context.log().announcedEnd();
            return own ? end : CommitRule.NOTHING;
        }
        FollowerProgress progress = matched.get(entry.broker());
        if (progress == null) {
            return CommitRule.NOTHING;
        }
        boolean same = progress.brokerEpoch().equals(entry.epoch())
                || !context.rules().keeps(ReplicationRules.Rule.ACK_OF_ENTRY_EPOCH);
        boolean settled = progress.settledFault() >= context.view().fault(entry.broker())
                || !context.rules().keeps(ReplicationRules.Rule.ACK_AFTER_FAULT);
        return same && settled ? progress.end(durable) : CommitRule.NOTHING;
    }

    /** Whether a broker at an epoch has this leader's EpochStart and everything committed. */
    boolean joinable(Holder candidate, long aboveEpochStart) {
        if (!context.rules().keeps(ReplicationRules.Rule.JOIN_WHEN_CAUGHT_UP)) {
            return matched.containsKey(candidate.broker());
        }
        long end = endOf(candidate);
        return end >= aboveEpochStart && end >= context.log().highWatermark();
    }

    /** Whether an entry's broker takes records, as far as it said. */
    boolean hasRoom(Holder entry) {
        return !entry.epoch().equals(crowded.get(entry.broker()));
    }

    /** Number of entries that are in sync and take records. */
    int inSyncWithRoom() {
        int count = 0;
        for (Holder entry : context.view().holders()) {
            count += context.view().electable(entry) && hasRoom(entry) ? 1 : 0;
        }
        return count;
    }

    /** Whether an entry's broker has not had everything for too long, or will not have it. */
    boolean lags(Holder entry) {
        if (!hasRoom(entry)) {
            return true;
        }
        CatchUpClock clock = clocks.get(entry.broker());
        long since = clock == null ? beganMillis : clock.caughtUpMillis();
        return context.nowMillis() - since > context.settings().replicaLagMaxMillis();
    }

    /** Whether a matched follower is not in the committed set at its epoch. */
    boolean anyOutside(PartitionView view) {
        for (FollowerProgress progress : matched.values()) {
            if (!view.holders().contains(new Holder(progress.broker(), progress.brokerEpoch()))) {
                return true;
            }
        }
        return false;
    }

    /** A broker that is no replica any more deletes its log: what it acknowledged must not count if it comes back. */
    void onView() {
        matched.keySet().removeIf(broker -> !mayFollow(broker));
        reviewLosses();
    }

    private boolean mayFollow(BrokerId broker) {
        PartitionView view = context.view();
        return view.replicas().contains(broker)
                || view.holders().stream().anyMatch(holder -> holder.broker().equals(broker));
    }

    /** Who lost what it had acknowledged must not count. */
    void reviewLosses() {
        memory.review();
    }

    /** Samples who is caught up. */
    void observe() {
        for (FollowerProgress progress : matched.values()) {
            progress.catchUp()
                    .observe(
                            progress.end(context.countsDurable()), context.log().logEnd(), context.nowMillis());
        }
    }

    /** Sends each follower what it lacks: data if there is any, else the positions if they are new. */
    void inform() {
        ReplicaLog log = context.log();
        for (FollowerProgress progress : matched.values()) {
            if (!progress.moving()) {
                moveIfDue(progress);
            }
            if (progress.moving() || progress.feeding()) {
                continue;
            }
            if (progress.nextOffset() < log.logEnd()) {
                progress.feedAsked();
                context.outbox()
                        .add(new ReplicaAction.FeedFollower(
                                progress.stream(), context.leaderEpoch(), progress.nextOffset()));
            } else if (!progress.knows(log.logStart(), log.highWatermark())) {
                progress.told(log.logStart(), log.highWatermark());
                send(
                        progress.stream(),
                        new LeaderMessage.Mark(context.leaderEpoch(), log.logStart(), log.highWatermark()));
            }
        }
    }

    /** Sends batches that were read for a follower, if it still wants just these. */
    void feedRead(PeerStream stream, long fromOffset, List<RecordBatch> batches) {
        FollowerProgress progress = current(stream);
        if (progress == null || progress.moving() || !progress.feeding() || progress.nextOffset() != fromOffset) {
            return;
        }
        ReplicaLog log = context.log();
        if (batches.isEmpty() || batches.get(0).baseOffset() != fromOffset) {
            progress.feedEnded(fromOffset);
            if (fromOffset < log.logStart()) {
                reset(stream);
            }
            return;
        }
        progress.feedEnded(batches.get(batches.size() - 1).nextOffset());
        progress.told(log.logStart(), log.highWatermark());
        send(stream, new LeaderMessage.Data(context.leaderEpoch(), log.logStart(), log.highWatermark(), batches));
        inform();
    }

    /** Also while it waits for credit: who gets none falls behind. */
    private void moveIfDue(FollowerProgress progress) {
        Lane lane = lanes.of(progress.stream().lane(), progress.nextOffset());
        if (lane != progress.stream().lane()) {
            progress.moves();
            send(progress.stream(), new LeaderMessage.Move(context.leaderEpoch(), lane));
        }
    }

    private @Nullable FollowerProgress current(PeerStream stream) {
        FollowerProgress progress = matched.get(stream.peer());
        return progress != null && progress.stream().equals(stream) ? progress : null;
    }

    private void reset(PeerStream stream) {
        matched.remove(stream.peer());
        send(stream, LeaderMessage.Reset.of(context.leaderEpoch(), ResetCause.FAULT));
    }

    private void send(PeerStream stream, LeaderMessage message) {
        context.outbox().add(new ReplicaAction.SendToFollower(stream, message));
    }

    /** Messages of one stream. */
    private final class Take implements FollowerMessage.Handler<Boolean> {
        private final PeerStream stream;

        Take(PeerStream stream) {
            this.stream = stream;
        }

        @Override
        public Boolean follow(FollowerMessage.Follow message) {
            if (!attempts.admit(stream, message)) {
                return true;
            }
            matched.remove(stream.peer());
            crowded.remove(stream.peer());
            if (!mayFollow(stream.peer())) {
                // One of the two has not heard of a change of the replicas yet.
                send(stream, LeaderMessage.Reset.of(context.leaderEpoch(), ResetCause.WAIT_FOR_IMAGE));
                return true;
            }
            memory.followed(stream, message);
            LeaderMessage answer = onItsLane(new FollowHandshake(context).answer(message));
            if (!context.rules().keeps(ReplicationRules.Rule.MARKS_ONLY_MATCHED)) {
                ReplicaLog log = context.log();
                send(stream, new LeaderMessage.Mark(context.leaderEpoch(), log.logStart(), log.highWatermark()));
            }
            send(stream, answer);
            if (answer instanceof LeaderMessage.Matched told) {
                CatchUpClock clock = clocks.computeIfAbsent(
                        stream.peer(),
                        unused -> new CatchUpClock(beganMillis, context.log().logEnd()));
                FollowerProgress progress = new FollowerProgress(stream, message, clock);
                progress.told(told.logStart(), told.highWatermark());
                matched.put(stream.peer(), progress);
            }
            return true;
        }

        /** Data goes out on the lane that fits the distance, and whoever begins anew is far by definition. */
        private LeaderMessage onItsLane(LeaderMessage answer) {
            Lane lane = stream.lane();
            if (answer instanceof LeaderMessage.Matched told) {
                lane = lanes.of(stream.lane(), told.fromOffset());
            } else if (answer instanceof LeaderMessage.Reset reset && reset.cause() == ResetCause.BELOW_LOG_START) {
                lane = Lane.BULK;
            }
            return lane == stream.lane() ? answer : new LeaderMessage.Move(context.leaderEpoch(), lane);
        }

        @Override
        public Boolean ack(FollowerMessage.Ack message) {
            FollowerProgress progress = current(stream);
            if (progress == null) {
                return true;
            }
            OptionalLong chain = context.log().recentChainAt(message.logEnd());
            boolean sameChain = message.chain() == FollowerMessage.Ack.NO_CHAIN
                    || chain.isEmpty()
                    || chain.getAsLong() == message.chain();
            if (!sameChain || !progress.acknowledge(message)) {
                reset(stream);
                return true;
            }
            memory.acknowledged(stream.peer(), progress.durableEnd());
            progress.catchUp()
                    .observe(
                            progress.end(context.countsDurable()), context.log().logEnd(), context.nowMillis());
            return true;
        }

        @Override
        public Boolean askRows(FollowerMessage.AskRows message) {
            send(stream, new FollowHandshake(context).answer(message));
            return true;
        }

        @Override
        public Boolean unfollow(FollowerMessage.Unfollow message) {
            if (current(stream) != null) {
                matched.remove(stream.peer());
                if (message.noRoom()) {
                    crowded.put(stream.peer(), stream.peerEpoch());
                }
            }
            return true;
        }
    }
}
