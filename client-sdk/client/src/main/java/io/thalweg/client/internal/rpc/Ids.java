package io.thalweg.client.internal.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Topic ids on the wire: 16 bytes, big-endian. */
final class Ids {
    private Ids() {}

    static ByteString toBytes(UUID id) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    static UUID toId(ByteString bytes) {
        if (bytes.size() != 16) {
            return new UUID(0, 0);
        }
        ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
