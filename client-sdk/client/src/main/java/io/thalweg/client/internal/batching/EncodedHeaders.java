package io.thalweg.client.internal.batching;

import io.thalweg.client.api.Header;
import io.thalweg.client.api.Headers;
import java.nio.charset.StandardCharsets;

/** The headers of a record in their wire form. */
final class EncodedHeaders {
    private static final byte[] NOTHING = new byte[0];

    private EncodedHeaders() {}

    static byte[] encode(Headers headers) {
        if (headers.isEmpty()) {
            return NOTHING;
        }
        byte[][] names = new byte[headers.size()][];
        int total = 0;
        for (int i = 0; i < names.length; i++) {
            Header header = headers.asList().get(i);
            names[i] = header.name().getBytes(StandardCharsets.UTF_8);
            total += Wire.bytesFieldSize(messageSize(names[i], header.value()));
        }
        byte[] encoded = new byte[total];
        int at = 0;
        for (int i = 0; i < names.length; i++) {
            byte[] value = headers.asList().get(i).value();
            encoded[at] = Wire.FIELD_3_BYTES;
            at = Wire.putVarint(encoded, at + 1, messageSize(names[i], value));
            at = Wire.putBytesField(encoded, at, Wire.FIELD_1_BYTES, names[i]);
            at = Wire.putBytesField(encoded, at, Wire.FIELD_2_BYTES, value);
        }
        return encoded;
    }

    private static int messageSize(byte[] name, byte[] value) {
        return Wire.bytesFieldSize(name.length) + Wire.bytesFieldSize(value.length);
    }
}
