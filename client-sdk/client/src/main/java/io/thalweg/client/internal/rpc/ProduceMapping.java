package io.thalweg.client.internal.rpc;

import com.google.protobuf.UnsafeByteOperations;
import io.thalweg.client.api.producer.Acks;
import io.thalweg.client.internal.runtime.port.ProduceAnswer;
import io.thalweg.client.internal.runtime.port.ProduceCommand;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;

/** Appends to the wire and back; the bytes of a batch are not copied. */
final class ProduceMapping {
    private ProduceMapping() {}

    static ProduceRequest toRequest(ProduceCommand command) {
        return ProduceRequest.newBuilder()
                .setCorrelationId(command.correlationId())
                .setTopicId(Ids.toBytes(command.topicId()))
                .setPartition(command.partition())
                .setAcks(toWire(command.acks()))
                .setTimeoutMillis(command.timeoutMillis())
                .setBatch(UnsafeByteOperations.unsafeWrap(
                        command.batch().bytes(), 0, command.batch().length()))
                .build();
    }

    private static io.thalweg.proto.v1.Acks toWire(Acks acks) {
        return switch (acks) {
            case ALL -> io.thalweg.proto.v1.Acks.ACKS_ALL;
            case LEADER -> io.thalweg.proto.v1.Acks.ACKS_LEADER;
            case NONE -> io.thalweg.proto.v1.Acks.ACKS_NONE;
        };
    }

    static ProduceAnswer toAnswer(ProduceResponse response) {
        return new ProduceAnswer(
                response.getCorrelationId(),
                response.getBaseOffset(),
                response.hasError() ? StatusMapper.toError(response.getError()) : null);
    }
}
