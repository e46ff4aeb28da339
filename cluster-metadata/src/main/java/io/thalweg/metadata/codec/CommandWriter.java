package io.thalweg.metadata.codec;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.event.PartitionVersion;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.event.StoragePosition;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.proto.v1.PartitionAssignment;
import java.util.List;

/** One message per command. Proto names equal those of our records, so they are written in full here. */
final class CommandWriter implements Command.Handler<io.thalweg.proto.v1.Command> {

    private static io.thalweg.proto.v1.Command.Builder message() {
        return io.thalweg.proto.v1.Command.newBuilder();
    }

    @Override
    public io.thalweg.proto.v1.Command registerBroker(Command.RegisterBroker command) {
        return message()
                .setRegisterBroker(ModelWriter.write(command.registration()))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command activateBroker(Command.ActivateBroker command) {
        return message()
                .setActivateBroker(
                        io.thalweg.proto.v1.ActivateBroker.newBuilder().setBroker(ModelWriter.write(command.broker())))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command fenceBrokers(Command.FenceBrokers command) {
        io.thalweg.proto.v1.FenceBrokers.Builder fence = io.thalweg.proto.v1.FenceBrokers.newBuilder();
        command.brokers().forEach(broker -> fence.addBrokers(ModelWriter.write(broker)));
        return message().setFenceBrokers(fence).build();
    }

    @Override
    public io.thalweg.proto.v1.Command drainBroker(Command.DrainBroker command) {
        return message()
                .setDrainBroker(io.thalweg.proto.v1.DrainBroker.newBuilder()
                        .setBrokerId(command.broker().value())
                        .setDrain(command.drain()))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command stopBroker(Command.StopBroker command) {
        return message()
                .setStopBroker(
                        io.thalweg.proto.v1.StopBroker.newBuilder().setBroker(ModelWriter.write(command.broker())))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command createTopic(Command.CreateTopic command) {
        io.thalweg.proto.v1.CreateTopic.Builder create = io.thalweg.proto.v1.CreateTopic.newBuilder()
                .setName(command.name())
                .setTopicId(ModelWriter.write(command.topic()))
                .setInternal(command.internal())
                .putAllConfig(command.config());
        command.replicas().forEach(replicas -> create.addPartitions(assignment(replicas)));
        return message().setCreateTopic(create).build();
    }

    @Override
    public io.thalweg.proto.v1.Command alterTopic(Command.AlterTopic command) {
        io.thalweg.proto.v1.AlterTopic.Builder alter = io.thalweg.proto.v1.AlterTopic.newBuilder()
                .setTopicId(ModelWriter.write(command.topic()))
                .setVersion(command.version())
                .putAllConfig(command.config())
                .addAllResetConfig(command.reset())
                .setFirstAdded(command.firstAdded());
        command.added().forEach(replicas -> alter.addAdded(assignment(replicas)));
        return message().setAlterTopic(alter).build();
    }

    private static PartitionAssignment assignment(List<BrokerId> replicas) {
        return PartitionAssignment.newBuilder()
                .addAllReplicas(replicas.stream().map(BrokerId::value).toList())
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command deleteTopic(Command.DeleteTopic command) {
        return message()
                .setDeleteTopic(
                        io.thalweg.proto.v1.DeleteTopic.newBuilder().setTopicId(ModelWriter.write(command.topic())))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command forgetTopic(Command.ForgetTopic command) {
        return message()
                .setForgetTopic(
                        io.thalweg.proto.v1.ForgetTopic.newBuilder().setTopicId(ModelWriter.write(command.topic())))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command proposeHolders(Command.ProposeHolders command) {
        io.thalweg.proto.v1.ProposeHolders.Builder propose =
                io.thalweg.proto.v1.ProposeHolders.newBuilder().setProposer(ModelWriter.write(command.proposer()));
        for (HolderProposal item : command.items()) {
            io.thalweg.proto.v1.HolderProposal.Builder proposal = io.thalweg.proto.v1.HolderProposal.newBuilder()
                    .setPartitionUid(item.partition().value())
                    .setLeaderEpoch(item.leaderEpoch().value())
                    .setVersion(item.version());
            item.holders().forEach(holder -> proposal.addHolders(ModelWriter.write(holder)));
            propose.addItems(proposal);
        }
        return message().setProposeHolders(propose).build();
    }

    @Override
    public io.thalweg.proto.v1.Command handOff(Command.HandOff command) {
        io.thalweg.proto.v1.HandOff.Builder handOff =
                io.thalweg.proto.v1.HandOff.newBuilder().setProposer(ModelWriter.write(command.proposer()));
        for (HandOffProposal item : command.items()) {
            handOff.addItems(io.thalweg.proto.v1.HandOffProposal.newBuilder()
                    .setPartitionUid(item.partition().value())
                    .setLeaderEpoch(item.leaderEpoch().value())
                    .setVersion(item.version())
                    .setTarget(ModelWriter.write(item.target())));
        }
        return message().setHandOff(handOff).build();
    }

    @Override
    public io.thalweg.proto.v1.Command reportFault(Command.ReportFault command) {
        return message()
                .setReportFault(io.thalweg.proto.v1.ReportFault.newBuilder()
                        .setBroker(ModelWriter.write(command.broker()))
                        .setPartitionUid(command.partition().value())
                        .setSettledFault(command.settledFault())
                        .setCause(command.cause()))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command allocateProducerIds(Command.AllocateProducerIds command) {
        return message()
                .setAllocateProducerIds(io.thalweg.proto.v1.AllocateProducerIds.newBuilder()
                        .setBroker(ModelWriter.write(command.broker()))
                        .setRequestNumber(command.requestNumber()))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command tick(Command.Tick command) {
        io.thalweg.proto.v1.Tick.Builder tick =
                io.thalweg.proto.v1.Tick.newBuilder().setTimeMillis(command.timeMillis());
        for (StoragePosition position : command.positions()) {
            tick.addPositions(io.thalweg.proto.v1.StoragePosition.newBuilder()
                    .setBroker(ModelWriter.write(position.broker()))
                    .setSynced(position.mark().synced())
                    .setWritten(position.mark().written()));
        }
        return message().setTick(tick).build();
    }

    @Override
    public io.thalweg.proto.v1.Command barrier(Command.Barrier command) {
        return message()
                .setBarrier(io.thalweg.proto.v1.Barrier.getDefaultInstance())
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command digest(Command.Digest command) {
        return message()
                .setDigest(io.thalweg.proto.v1.Digest.newBuilder()
                        .setIndex(command.imageIndex())
                        .setHash(command.hash()))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command recoverLeader(Command.RecoverLeader command) {
        io.thalweg.proto.v1.RecoverLeader.Builder recover = io.thalweg.proto.v1.RecoverLeader.newBuilder()
                .setPartitionUid(command.partition().value())
                .setLeaderEpoch(command.leaderEpoch().value())
                .setVersion(command.version())
                .setForced(command.forced())
                .setReason(command.reason());
        command.evidence().forEach(evidence -> recover.addEvidence(ModelWriter.write(evidence)));
        if (command.chosen() != null) {
            recover.setChosen(command.chosen().value());
        }
        return message().setRecoverLeader(recover).build();
    }

    @Override
    public io.thalweg.proto.v1.Command reassign(Command.Reassign command) {
        io.thalweg.proto.v1.Reassign.Builder reassign = io.thalweg.proto.v1.Reassign.newBuilder();
        for (ReplicaMove item : command.items()) {
            reassign.addItems(io.thalweg.proto.v1.ReplicaMove.newBuilder()
                    .setPartitionUid(item.partition().value())
                    .setVersion(item.version())
                    .addAllReplicas(
                            item.replicas().stream().map(BrokerId::value).toList()));
        }
        return message().setReassign(reassign).build();
    }

    @Override
    public io.thalweg.proto.v1.Command cancelReassign(Command.CancelReassign command) {
        io.thalweg.proto.v1.CancelReassign.Builder cancel = io.thalweg.proto.v1.CancelReassign.newBuilder();
        for (PartitionVersion item : command.items()) {
            cancel.addItems(io.thalweg.proto.v1.PartitionVersion.newBuilder()
                    .setPartitionUid(item.partition().value())
                    .setVersion(item.version()));
        }
        return message().setCancelReassign(cancel).build();
    }

    @Override
    public io.thalweg.proto.v1.Command finaliseFeatures(Command.FinaliseFeatures command) {
        return message()
                .setFinaliseFeatures(
                        io.thalweg.proto.v1.FinaliseFeatures.newBuilder().setLevel(command.level()))
                .build();
    }

    @Override
    public io.thalweg.proto.v1.Command removeBroker(Command.RemoveBroker command) {
        return message()
                .setRemoveBroker(
                        io.thalweg.proto.v1.RemoveBroker.newBuilder().setBroker(ModelWriter.write(command.broker())))
                .build();
    }

    /** Reads back as undecodable: a message without a command. */
    @Override
    public io.thalweg.proto.v1.Command undecodable(Command.Undecodable command) {
        return io.thalweg.proto.v1.Command.getDefaultInstance();
    }
}
