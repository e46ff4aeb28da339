package io.thalweg.metadata.codec;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Serialises messages so that equal ones have equal bytes, maps included. */
final class CanonicalBytes {

    private CanonicalBytes() {}

    static byte[] of(MessageLite message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        output.useDeterministicSerialization();
        try {
            message.writeTo(output);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size overflowed", e);
        }
        output.checkNoSpaceLeft();
        return bytes;
    }
}
