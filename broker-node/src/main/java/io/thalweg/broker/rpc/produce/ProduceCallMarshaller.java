package io.thalweg.broker.rpc.produce;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.thalweg.proto.v1.ProduceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;

/**
 * Reads {@code ProduceRequest} so that the batch, its last field, is copied once: from the network's buffers into an array
 * of its own size. On the wire it is an ordinary protobuf message, with its fields in any order. Thread-safe.
 */
final class ProduceCallMarshaller implements MethodDescriptor.Marshaller<ProduceCall> {

    private static final int BATCH_TAG = ProduceRequest.BATCH_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int MOST_VARINT_BYTES = 10;

    @Override
    public ProduceCall parse(InputStream stream) {
        try {
            return read(stream);
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("Invalid protobuf byte sequence")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private static ProduceCall read(InputStream stream) throws IOException {
        ByteArrayOutputStream others = new ByteArrayOutputStream(64);
        ByteBuffer batch = ByteBuffer.allocate(0);
        for (int first = stream.read(); first >= 0; first = stream.read()) {
            if (first == BATCH_TAG) {
                batch = ByteBuffer.wrap(readBytes(stream, CodedInputStream.readRawVarint32(stream.read(), stream)));
            } else {
                copyField(first, stream, others);
            }
        }
        return new ProduceCall(ProduceRequest.parseFrom(others.toByteArray()), batch);
    }

    private static void copyField(int first, InputStream from, ByteArrayOutputStream to) throws IOException {
        int tag = CodedInputStream.readRawVarint32(first, from);
        writeVarint(to, tag);
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> copyVarint(from, to);
            case WireFormat.WIRETYPE_FIXED64 -> to.write(readBytes(from, Long.BYTES));
            case WireFormat.WIRETYPE_FIXED32 -> to.write(readBytes(from, Integer.BYTES));
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                int length = CodedInputStream.readRawVarint32(from.read(), from);
                writeVarint(to, length);
                to.write(readBytes(from, length));
            }
            default -> throw new InvalidProtocolBufferException("unexpected wire type of tag " + tag);
        }
    }

    private static void copyVarint(InputStream from, ByteArrayOutputStream to) throws IOException {
        for (int count = 0; count < MOST_VARINT_BYTES; count++) {
            int next = from.read();
            if (next < 0) {
                throw new InvalidProtocolBufferException("message ends inside a field");
            }
            to.write(next);
            if ((next & 0x80) == 0) {
                return;
            }
        }
        throw new InvalidProtocolBufferException("varint of more than ten bytes");
    }

    private static void writeVarint(ByteArrayOutputStream to, int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            to.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        to.write(rest);
    }

    private static byte[] readBytes(InputStream from, int length) throws IOException {
        if (length < 0 || length > from.available()) {
            throw new InvalidProtocolBufferException("message ends inside a field of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        if (from.readNBytes(bytes, 0, length) != length) {
            throw new InvalidProtocolBufferException("message ends inside a field of " + length + " bytes");
        }
        return bytes;
    }

    @Override
    public InputStream stream(ProduceCall call) {
        ByteArrayOutputStream head = new ByteArrayOutputStream(16);
        writeVarint(head, BATCH_TAG);
        writeVarint(head, call.batch().remaining());
        byte[] batch = new byte[call.batch().remaining()];
        call.batch().duplicate().get(batch);
        byte[] whole = call.request().toByteArray();
        InputStream fields = new SequenceInputStream(
                new java.io.ByteArrayInputStream(whole), new java.io.ByteArrayInputStream(head.toByteArray()));
        return new SequenceInputStream(fields, new java.io.ByteArrayInputStream(batch));
    }
}
