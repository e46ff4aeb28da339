package io.thalweg.metadata.codec;

import com.google.protobuf.ByteString;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.HolderEntry;
import io.thalweg.proto.v1.ListenerEndpoint;
import io.thalweg.proto.v1.RegisterBroker;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Messages to model values; throws {@code IllegalArgumentException} for whatever the model does not allow. */
final class ModelReader {

    private ModelReader() {}

    static TopicId topicId(ByteString bytes) {
        return TopicId.fromBytes(bytes.toByteArray());
    }

    static BrokerIdentity identity(io.thalweg.proto.v1.BrokerIdentity message) {
        return new BrokerIdentity(new BrokerId(message.getBrokerId()), new BrokerEpoch(message.getBrokerEpoch()));
    }

    static List<BrokerId> brokers(List<Integer> ids) {
        return ids.stream().map(BrokerId::new).toList();
    }

    static List<PartitionUid> uids(List<Integer> uids) {
        return uids.stream().map(PartitionUid::new).toList();
    }

    static List<Holder> holders(List<HolderEntry> entries) {
        return entries.stream()
                .map(entry -> new Holder(new BrokerId(entry.getBrokerId()), new BrokerEpoch(entry.getBrokerEpoch())))
                .toList();
    }

    static List<RecoveryEvidence> evidence(List<io.thalweg.proto.v1.RecoveryEvidence> messages) {
        return messages.stream().map(ModelReader::evidence).toList();
    }

    static RecoveryEvidence evidence(io.thalweg.proto.v1.RecoveryEvidence message) {
        return new RecoveryEvidence(
                identity(message.getBroker()),
                message.getLastEpoch(),
                message.getLogStart(),
                message.getLogEnd(),
                message.getHighWatermark(),
                message.getDamaged());
    }

    static BrokerRegistration registration(RegisterBroker message) {
        SortedMap<String, Endpoint> listeners = new TreeMap<>();
        for (ListenerEndpoint listener : message.getListenersList()) {
            Endpoint endpoint = new Endpoint(listener.getHost(), listener.getPort());
            if (listeners.put(listener.getName(), endpoint) != null) {
                throw new IllegalArgumentException("two listeners named " + listener.getName());
            }
        }
        return new BrokerRegistration(
                new BrokerId(message.getBrokerId()),
                UUID.fromString(message.getIncarnation()),
                UUID.fromString(message.getStorageId()),
                listeners,
                message.getRack(),
                restartKind(message.getRestartKind()),
                new BrokerEpoch(message.getPreviousEpoch()),
                message.getStoragePosition(),
                uids(message.getLossyPartitionUidsList()),
                message.getFeatureLevel());
    }

    /** A kind that is missing or that this version does not know vouches for nothing. */
    private static RestartKind restartKind(io.thalweg.proto.v1.RestartKind kind) {
        return switch (kind) {
            case RESTART_KIND_CLEAN -> RestartKind.CLEAN;
            case RESTART_KIND_PROCESS -> RestartKind.PROCESS;
            case RESTART_KIND_POWER -> RestartKind.POWER;
            case RESTART_KIND_LOSSY, RESTART_KIND_UNSPECIFIED, UNRECOGNIZED -> RestartKind.LOSSY;
        };
    }
}
