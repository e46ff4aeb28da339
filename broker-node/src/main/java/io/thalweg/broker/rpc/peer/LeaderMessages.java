package io.thalweg.broker.rpc.peer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.thalweg.proto.v1.FollowerMessage;
import io.thalweg.proto.v1.LeaderMessage;
import io.thalweg.proto.v1.ReplicationServiceGrpc;
import java.io.IOException;
import java.io.InputStream;

/**
 * Parses what leaders send with one copy: network buffers into one array, in which the batches then stay. The generated
 * parser would copy them out of that array once more.
 */
final class LeaderMessages implements MethodDescriptor.Marshaller<LeaderMessage> {
    private final MethodDescriptor.Marshaller<LeaderMessage> generated;

    private LeaderMessages(MethodDescriptor.Marshaller<LeaderMessage> generated) {
        this.generated = generated;
    }

    /** The method to call, on the wire the same as the generated one. */
    static MethodDescriptor<FollowerMessage, LeaderMessage> method() {
        MethodDescriptor<FollowerMessage, LeaderMessage> method = ReplicationServiceGrpc.getSyncMethod();
        return method.toBuilder(method.getRequestMarshaller(), new LeaderMessages(method.getResponseMarshaller()))
                .build();
    }

    @Override
    public InputStream stream(LeaderMessage value) {
        return generated.stream(value);
    }

    @Override
    public LeaderMessage parse(InputStream stream) {
        try {
            CodedInputStream input =
                    UnsafeByteOperations.unsafeWrap(bytes(stream)).newCodedInput();
            input.enableAliasing(true);
            return LeaderMessage.parseFrom(input);
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("invalid replication message")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private static byte[] bytes(InputStream stream) throws IOException {
        if (!(stream instanceof KnownLength)) {
            return stream.readAllBytes();
        }
        byte[] bytes = new byte[stream.available()];
        stream.readNBytes(bytes, 0, bytes.length);
        return bytes;
    }
}
