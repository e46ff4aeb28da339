package io.thalweg.broker.simulation;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.HandOffProposal;
import io.thalweg.broker.replication.action.HolderProposal;
import io.thalweg.broker.replication.action.ProposalOutcome;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.PartitionUid;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out what is not for the store: messages, feeds, proposals, answers. */
final class SimExecutor {
    private final SimBroker broker;
    private final Simulation simulation;
    private final SimTurn turn;
    private final SimLinks links;

    SimExecutor(SimBroker broker, Simulation simulation, SimTurn turn, SimLinks links) {
        this.broker = broker;
        this.simulation = simulation;
        this.turn = turn;
        this.links = links;
    }

    ReplicaAction.Handler of(SimReplica replica) {
        return new Of(replica);
    }

    /** A leader's message arrives at the follower. */
    void deliver(SimStream stream, PartitionUid uid, LeaderMessage message) {
        SimBroker follower = stream.follower;
        SimReplica replica = follower.replica(uid);
        if (replica != null) {
            follower.turn().call(replica, core -> core.onLeaderMessage(stream.atFollower, message));
        }
        if (message instanceof LeaderMessage.Data data) {
            long grant = stream.window.released(bytes(data.batches()));
            if (grant > 0) {
                stream.sendToLeader(() -> stream.leader.onCredit(stream, grant));
            }
        }
    }

    static long bytes(List<RecordBatch> batches) {
        long bytes = 0;
        for (RecordBatch batch : batches) {
            bytes += batch.length();
        }
        return bytes;
    }

    /** What a wire does: the receiver gets bytes of its own. */
    private static LeaderMessage overTheWire(LeaderMessage message) {
        if (!(message instanceof LeaderMessage.Data data)) {
            return message;
        }
        List<RecordBatch> copies = data.batches().stream()
                .map(batch -> {
                    ByteBuffer bytes = ByteBuffer.allocate(batch.length());
                    bytes.put(batch.bytes()).flip();
                    return RecordBatch.wrap(bytes);
                })
                .toList();
        return new LeaderMessage.Data(data.leaderEpoch(), data.logStart(), data.highWatermark(), copies);
    }

    private final class Of implements ReplicaAction.Handler {
        private final SimReplica replica;

        Of(SimReplica replica) {
            this.replica = replica;
        }

        private @Nullable SimStream asLeader(PeerStream stream) {
            SimStream found = simulation.network().stream(stream.peer(), broker.id(), stream.lane());
            return found != null && found.atLeader.equals(stream) ? found : null;
        }

        @Override
        public void sendToFollower(ReplicaAction.SendToFollower action) {
            SimStream stream = asLeader(action.stream());
            if (stream == null) {
                return;
            }
            int slot = replica.uid.value();
            if (action.message() instanceof LeaderMessage.Data data) {
                long bytes = bytes(data.batches());
                stream.feed.sent(
                        slot,
                        bytes,
                        data.batches().get(data.batches().size() - 1).nextOffset());
                stream.window.received(bytes);
            } else if (!(action.message() instanceof LeaderMessage.Mark)) {
                stream.feed.forget(slot);
            }
            LeaderMessage copy = overTheWire(action.message());
            stream.sendToFollower(() -> deliver(stream, replica.uid, copy));
        }

        @Override
        public void sendToLeader(ReplicaAction.SendToLeader action) {
            SimStream stream = links.toLeader(action.stream());
            if (stream != null) {
                FollowerMessage message = action.message();
                stream.sendToLeader(() -> stream.leader.onFollowerMessage(stream, replica.uid, message));
            }
        }

        @Override
        public void feedFollower(ReplicaAction.FeedFollower action) {
            SimStream stream = asLeader(action.stream());
            if (stream != null) {
                turn.want(stream, replica, action.leaderEpoch(), action.fromOffset());
            }
        }

        @Override
        public void requestLink(ReplicaAction.RequestLink action) {
            links.request(replica.uid, new SimLinks.Target(action.leader(), action.lane()));
        }

        @Override
        public void proposeHolders(ReplicaAction.ProposeHolders action) {
            HolderProposal proposal = action.proposal();
            Command command = new Command.ProposeHolders(
                    new BrokerIdentity(broker.id(), broker.epoch()),
                    List.of(new io.thalweg.metadata.event.HolderProposal(
                            replica.uid, proposal.leaderEpoch(), proposal.version(), proposal.holders())));
            submit(command, proposal.attempt());
        }

        @Override
        public void proposeHandOff(ReplicaAction.ProposeHandOff action) {
            HandOffProposal proposal = action.proposal();
            Command command = new Command.HandOff(
                    new BrokerIdentity(broker.id(), broker.epoch()),
                    List.of(new io.thalweg.metadata.event.HandOffProposal(
                            replica.uid,
                            proposal.leaderEpoch(),
                            proposal.version(),
                            new BrokerIdentity(
                                    proposal.target().broker(),
                                    proposal.target().epoch()))));
            submit(command, proposal.attempt());
        }

        private void submit(Command command, long attempt) {
            simulation
                    .metadata()
                    .propose(
                            broker,
                            command,
                            reply -> outcome(
                                    attempt, accepted(reply) ? ProposalOutcome.ACCEPTED : ProposalOutcome.REJECTED),
                            () -> outcome(attempt, ProposalOutcome.UNKNOWN));
        }

        private boolean accepted(CommandReply reply) {
            return reply instanceof CommandReply.Accepted done
                    && done.items().stream().allMatch(item -> item.accepted());
        }

        private void outcome(long attempt, ProposalOutcome outcome) {
            simulation.clock().note("%s: attempt %s is %s", replica, attempt, outcome);
            simulation.rare().onOutcome(outcome);
            turn.call(replica, core -> core.onProposalOutcome(attempt, outcome));
        }

        @Override
        public void completeAppend(ReplicaAction.CompleteAppend action) {
            simulation.oracle().appends().onSent(replica, action);
            turn.answer(action.token(), new SimAnswer(action.result(), null));
        }

        @Override
        public void rejectAppend(ReplicaAction.RejectAppend action) {
            simulation.oracle().appends().onSent(replica, action);
            turn.answer(action.token(), new SimAnswer(null, action.rejection()));
        }

        @Override
        public void advanceHighWatermark(ReplicaAction.AdvanceHighWatermark action) {}

        @Override
        public void changeRole(ReplicaAction.ChangeRole action) {}

        @Override
        public void reportDamage(ReplicaAction.ReportDamage action) {
            BrokerIdentity self = new BrokerIdentity(broker.id(), broker.epoch());
            Command command = new Command.ReportFault(self, replica.uid, replica.core.settledFault(), action.cause());
            simulation.metadata().propose(broker, command, reply -> {}, () -> {});
        }

        @Override
        public void reportAmnesia(ReplicaAction.ReportAmnesia action) {
            throw new Violation("S2", replica + " takes a sound follower for one that forgot: " + action.cause());
        }

        @Override
        public void quarantine(ReplicaAction.Quarantine action) {
            long life = broker.life();
            simulation
                    .clock()
                    .in(
                            simulation.clock().between(1, 60),
                            () -> broker.post(life, () -> turn.quarantine(replica, action)));
        }

        @Override
        public void stopReplica(ReplicaAction.StopReplica action) {
            if (!action.cause().equals(SimTurn.NO_ROOM)) {
                throw new Violation("S7", replica + " stopped: " + action.cause());
            }
            simulation.chaos().onNoRoom(broker);
        }

        @Override
        public void append(ReplicaAction.Append action) {}

        @Override
        public void truncate(ReplicaAction.Truncate action) {}

        @Override
        public void rewindLog(ReplicaAction.RewindLog action) {}

        @Override
        public void resetLog(ReplicaAction.ResetLog action) {}

        @Override
        public void storePositions(ReplicaAction.StorePositions action) {}

        @Override
        public void storeProducer(ReplicaAction.StoreProducer action) {}

        @Override
        public void markUnsyncedAcks(ReplicaAction.MarkUnsyncedAcks action) {}

        @Override
        public void markDamaged(ReplicaAction.MarkDamaged action) {}

        @Override
        public void forgetLog(ReplicaAction.ForgetLog action) {}
    }
}
