package io.thalweg.cli.chaos.disk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What one life of a broker did to its folder, call by call; written by {@code shim.c}. */
final class Journal {
    private static final int HEAD_BYTES = 41;
    private static final Op[] OPS = Op.values();

    private Journal() {}

    /** What was called. The order is that of the numbers in {@code shim.c}, from 1. */
    enum Op {
        /** {@code first} to offset {@code a}. */
        WRITE,
        /** The file has {@code a} bytes. */
        TRUNCATE,
        /** Calls up to number {@code a} are durable; of a folder if {@code b} is 1. {@code first} is its path. */
        SYNC,
        /** {@code first} was opened; it existed if {@code a} is 1. */
        CREATE,
        /** The folder {@code first} was made. */
        MKDIR,
        /** {@code first} is {@code second} now. */
        RENAME,
        /** {@code first} is gone. */
        UNLINK
    }

    /** One call, as described by its {@link Op}. */
    record Call(Op op, long number, long inode, long a, long b, ByteBuffer first, ByteBuffer second) {
        byte[] bytes() {
            byte[] copy = new byte[first.remaining()];
            first.duplicate().get(copy);
            return copy;
        }

        String path() {
            return StandardCharsets.UTF_8.decode(first.duplicate()).toString();
        }

        String newPath() {
            return StandardCharsets.UTF_8.decode(second.duplicate()).toString();
        }
    }

    /** Reads up to the end, or to a call in the middle of which the broker was killed. */
    static void read(Path journal, Consumer<Call> visitor) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(journal), 1 << 20)) {
            byte[] head = in.readNBytes(HEAD_BYTES);
            while (head.length == HEAD_BYTES) {
                ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
                Op op = OPS[fields.get() - 1];
                long number = fields.getLong();
                long inode = fields.getLong();
                long a = fields.getLong();
                long b = fields.getLong();
                int firstLength = fields.getInt();
                int secondLength = fields.getInt();
                byte[] first = in.readNBytes(firstLength);
                byte[] second = in.readNBytes(secondLength);
                if (first.length < firstLength || second.length < secondLength) {
                    return;
                }
                visitor.accept(new Call(op, number, inode, a, b, ByteBuffer.wrap(first), ByteBuffer.wrap(second)));
                head = in.readNBytes(HEAD_BYTES);
            }
        }
    }
}
