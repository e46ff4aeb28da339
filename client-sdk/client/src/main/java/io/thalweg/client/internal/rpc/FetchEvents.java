package io.thalweg.client.internal.rpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.thalweg.proto.v1.FetchCommand;
import io.thalweg.proto.v1.FetchEvent;
import io.thalweg.proto.v1.FetchServiceGrpc;
import java.io.IOException;
import java.io.InputStream;

/**
 * Parses what brokers push with one copy: network buffers into one array, in which the batches then stay. The generated parser
 * would copy them out of that array once more. Thread-safe.
 */
final class FetchEvents implements MethodDescriptor.Marshaller<FetchEvent> {
    private final MethodDescriptor.Marshaller<FetchEvent> generated;

    private FetchEvents(MethodDescriptor.Marshaller<FetchEvent> generated) {
        this.generated = generated;
    }

    /** The method to call, on the wire the same as the generated one. */
    static MethodDescriptor<FetchCommand, FetchEvent> method() {
        MethodDescriptor<FetchCommand, FetchEvent> method = FetchServiceGrpc.getFetchStreamMethod();
        return method.toBuilder(method.getRequestMarshaller(), new FetchEvents(method.getResponseMarshaller()))
                .build();
    }

    @Override
    public InputStream stream(FetchEvent value) {
        return generated.stream(value);
    }

    @Override
    public FetchEvent parse(InputStream stream) {
        try {
            CodedInputStream input =
                    UnsafeByteOperations.unsafeWrap(bytes(stream)).newCodedInput();
            input.enableAliasing(true);
            FetchEvent message = FetchEvent.parseFrom(input);
            input.checkLastTagWas(0);
            return message;
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("invalid fetch event")
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
