package io.thalweg.metadata.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.HolderEntry;
import io.thalweg.proto.v1.ListenerEndpoint;
import io.thalweg.proto.v1.RegisterBroker;

/** Model values to messages that commands and images share. */
final class ModelWriter {

    private ModelWriter() {}

    static ByteString write(TopicId topic) {
        return UnsafeByteOperations.unsafeWrap(topic.toBytes());
    }

    static io.thalweg.proto.v1.BrokerIdentity write(BrokerIdentity identity) {
        return io.thalweg.proto.v1.BrokerIdentity.newBuilder()
                .setBrokerId(identity.id().value())
                .setBrokerEpoch(identity.epoch().value())
                .build();
    }

    static HolderEntry write(Holder holder) {
        return HolderEntry.newBuilder()
                .setBrokerId(holder.broker().value())
                .setBrokerEpoch(holder.epoch().value())
                .build();
    }

    static RegisterBroker write(BrokerRegistration registration) {
        RegisterBroker.Builder message = RegisterBroker.newBuilder()
                .setBrokerId(registration.id().value())
                .setIncarnation(registration.incarnation().toString())
                .setStorageId(registration.storageId().toString())
                .setRack(registration.rack())
                .setRestartKind(write(registration.restartKind()))
                .setPreviousEpoch(registration.previousEpoch().value())
                .setStoragePosition(registration.storagePosition())
                .setFeatureLevel(registration.featureLevel());
        registration
                .listeners()
                .forEach((name, endpoint) -> message.addListeners(ListenerEndpoint.newBuilder()
                        .setName(name)
                        .setHost(endpoint.host())
                        .setPort(endpoint.port())));
        registration.lossyPartitions().forEach(uid -> message.addLossyPartitionUids(uid.value()));
        return message.build();
    }

    static io.thalweg.proto.v1.RecoveryEvidence write(RecoveryEvidence evidence) {
        return io.thalweg.proto.v1.RecoveryEvidence.newBuilder()
                .setBroker(write(evidence.broker()))
                .setLastEpoch(evidence.lastEpoch())
                .setLogEnd(evidence.logEnd())
                .setHighWatermark(evidence.highWatermark())
                .setLogStart(evidence.logStart())
                .setDamaged(evidence.damaged())
                .build();
    }

    private static io.thalweg.proto.v1.RestartKind write(RestartKind kind) {
        return switch (kind) {
            case CLEAN -> io.thalweg.proto.v1.RestartKind.RESTART_KIND_CLEAN;
            case PROCESS -> io.thalweg.proto.v1.RestartKind.RESTART_KIND_PROCESS;
            case POWER -> io.thalweg.proto.v1.RestartKind.RESTART_KIND_POWER;
            case LOSSY -> io.thalweg.proto.v1.RestartKind.RESTART_KIND_LOSSY;
        };
    }
}
