package io.thalweg.metadata.codec;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.event.PartitionVersion;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.event.StoragePosition;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.StorageMark;
import io.thalweg.proto.v1.PartitionAssignment;
import java.util.List;
import java.util.Set;

/** Messages to commands; throws {@code IllegalArgumentException} for whatever the model does not allow. */
final class CommandReader {

    private CommandReader() {}

    static Command read(io.thalweg.proto.v1.Command message) {
        return switch (message.getCommandCase()) {
            case REGISTER_BROKER -> new Command.RegisterBroker(ModelReader.registration(message.getRegisterBroker()));
            case ACTIVATE_BROKER ->
                new Command.ActivateBroker(
                        ModelReader.identity(message.getActivateBroker().getBroker()));
            case FENCE_BROKERS ->
                new Command.FenceBrokers(message.getFenceBrokers().getBrokersList().stream()
                        .map(ModelReader::identity)
                        .toList());
            case DRAIN_BROKER ->
                new Command.DrainBroker(
                        new BrokerId(message.getDrainBroker().getBrokerId()),
                        message.getDrainBroker().getDrain());
            case STOP_BROKER ->
                new Command.StopBroker(
                        ModelReader.identity(message.getStopBroker().getBroker()));
            case FINALISE_FEATURES ->
                new Command.FinaliseFeatures(message.getFinaliseFeatures().getLevel());
            case CREATE_TOPIC -> createTopic(message.getCreateTopic());
            case ALTER_TOPIC -> alterTopic(message.getAlterTopic());
            case DELETE_TOPIC ->
                new Command.DeleteTopic(
                        ModelReader.topicId(message.getDeleteTopic().getTopicId()));
            case FORGET_TOPIC ->
                new Command.ForgetTopic(
                        ModelReader.topicId(message.getForgetTopic().getTopicId()));
            case PROPOSE_HOLDERS -> proposeHolders(message.getProposeHolders());
            case HAND_OFF -> handOff(message.getHandOff());
            case REPORT_FAULT -> reportFault(message.getReportFault());
            case ALLOCATE_PRODUCER_IDS ->
                new Command.AllocateProducerIds(
                        ModelReader.identity(message.getAllocateProducerIds().getBroker()),
                        message.getAllocateProducerIds().getRequestNumber());
            case TICK -> tick(message.getTick());
            case BARRIER -> new Command.Barrier();
            case DIGEST ->
                new Command.Digest(
                        message.getDigest().getIndex(), message.getDigest().getHash());
            case RECOVER_LEADER -> recoverLeader(message.getRecoverLeader());
            case REASSIGN ->
                new Command.Reassign(message.getReassign().getItemsList().stream()
                        .map(CommandReader::move)
                        .toList());
            case CANCEL_REASSIGN ->
                new Command.CancelReassign(message.getCancelReassign().getItemsList().stream()
                        .map(item -> new PartitionVersion(new PartitionUid(item.getPartitionUid()), item.getVersion()))
                        .toList());
            case REMOVE_BROKER ->
                new Command.RemoveBroker(
                        ModelReader.identity(message.getRemoveBroker().getBroker()));
            case COMMAND_NOT_SET -> new Command.Undecodable("no command that this version knows");
        };
    }

    private static Command createTopic(io.thalweg.proto.v1.CreateTopic message) {
        return new Command.CreateTopic(
                ModelReader.topicId(message.getTopicId()),
                message.getName(),
                message.getInternal(),
                message.getConfigMap(),
                assignments(message.getPartitionsList()));
    }

    private static Command alterTopic(io.thalweg.proto.v1.AlterTopic message) {
        return new Command.AlterTopic(
                ModelReader.topicId(message.getTopicId()),
                message.getVersion(),
                message.getConfigMap(),
                Set.copyOf(message.getResetConfigList()),
                message.getFirstAdded(),
                assignments(message.getAddedList()));
    }

    private static List<List<BrokerId>> assignments(List<PartitionAssignment> partitions) {
        return partitions.stream()
                .map(partition -> ModelReader.brokers(partition.getReplicasList()))
                .toList();
    }

    private static ReplicaMove move(io.thalweg.proto.v1.ReplicaMove message) {
        return new ReplicaMove(
                new PartitionUid(message.getPartitionUid()),
                message.getVersion(),
                ModelReader.brokers(message.getReplicasList()));
    }

    private static Command proposeHolders(io.thalweg.proto.v1.ProposeHolders message) {
        return new Command.ProposeHolders(
                ModelReader.identity(message.getProposer()),
                message.getItemsList().stream().map(CommandReader::proposal).toList());
    }

    private static HolderProposal proposal(io.thalweg.proto.v1.HolderProposal message) {
        return new HolderProposal(
                new PartitionUid(message.getPartitionUid()),
                new LeaderEpoch(message.getLeaderEpoch()),
                message.getVersion(),
                ModelReader.holders(message.getHoldersList()));
    }

    private static Command handOff(io.thalweg.proto.v1.HandOff message) {
        return new Command.HandOff(
                ModelReader.identity(message.getProposer()),
                message.getItemsList().stream().map(CommandReader::handOff).toList());
    }

    private static HandOffProposal handOff(io.thalweg.proto.v1.HandOffProposal message) {
        return new HandOffProposal(
                new PartitionUid(message.getPartitionUid()),
                new LeaderEpoch(message.getLeaderEpoch()),
                message.getVersion(),
                ModelReader.identity(message.getTarget()));
    }

    private static Command reportFault(io.thalweg.proto.v1.ReportFault message) {
        return new Command.ReportFault(
                ModelReader.identity(message.getBroker()),
                new PartitionUid(message.getPartitionUid()),
                message.getSettledFault(),
                message.getCause());
    }

    private static Command tick(io.thalweg.proto.v1.Tick message) {
        return new Command.Tick(
                message.getTimeMillis(),
                message.getPositionsList().stream()
                        .map(position -> new StoragePosition(
                                ModelReader.identity(position.getBroker()),
                                new StorageMark(position.getSynced(), position.getWritten())))
                        .toList());
    }

    private static Command recoverLeader(io.thalweg.proto.v1.RecoverLeader message) {
        return new Command.RecoverLeader(
                new PartitionUid(message.getPartitionUid()),
                new LeaderEpoch(message.getLeaderEpoch()),
                message.getVersion(),
                ModelReader.evidence(message.getEvidenceList()),
                message.getForced(),
                message.getReason(),
                message.getChosen() == 0 ? null : new BrokerId(message.getChosen()));
    }
}
