package io.thalweg.broker.rpc.peer;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.thalweg.broker.record.RecordBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes batch bytes between buffers and protobuf without a copy. Both sides leave them unchanged from then on. */
final class SharedBytes {
    private SharedBytes() {}

    /** The batches one after the other. */
    static ByteString of(List<RecordBatch> batches) {
        ByteString all = ByteString.EMPTY;
        for (RecordBatch batch : batches) {
            all = all.concat(UnsafeByteOperations.unsafeWrap(batch.bytes()));
        }
        return all;
    }

    /** The bytes of a parsed message; the very array if they lie in one piece. */
    static ByteBuffer buffer(ByteString bytes) {
        FirstPiece piece = new FirstPiece();
        try {
            UnsafeByteOperations.unsafeWriteTo(bytes, piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer found = piece.found;
        return found != null && found.remaining() == bytes.size() ? found : ByteBuffer.wrap(bytes.toByteArray());
    }

    /** Keeps the first array that it is given. */
    private static final class FirstPiece extends ByteOutput {
        private @Nullable ByteBuffer found;

        @Override
        public void write(byte value) {}

        @Override
        public void write(byte[] value, int offset, int length) {}

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            keep(ByteBuffer.wrap(value, offset, length).slice());
        }

        @Override
        public void write(ByteBuffer value) {}

        @Override
        public void writeLazy(ByteBuffer value) {
            keep(value.slice());
        }

        private void keep(ByteBuffer piece) {
            if (found == null) {
                found = piece;
            }
        }
    }
}
