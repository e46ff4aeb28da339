package io.thalweg.fuzzing;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Endless changed copies of some inputs; the same seed gives the same ones. Not thread-safe. */
public final class Mutations {
    private static final int MOST_CHANGES = 4;
    private static final int MOST_BYTES = 1 << 16;
    private static final long[] TELLING = {
        0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final List<byte[]> inputs;
    private final SplittableRandom random;

    /** Changes copies of these inputs, at least one. */
    public Mutations(List<byte[]> inputs, long seed) {
        this.inputs = List.copyOf(inputs);
        this.random = new SplittableRandom(seed);
    }

    /** The next one. */
    public byte[] next() {
        byte[] bytes = any().clone();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] any() {
        return inputs.get(random.nextInt(inputs.size()));
    }

    private byte[] change(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(7)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                yield bytes;
            }
            case 1 -> {
                bytes[at] = (byte) random.nextInt();
                yield bytes;
            }
            case 2 -> telling(bytes, at);
            case 3 -> Arrays.copyOf(bytes, at);
            case 4 -> without(bytes, at, 1 + random.nextInt(Math.min(8, bytes.length - at)));
            case 5 -> spliced(bytes, at, any());
            default -> spliced(bytes, at, bytes);
        };
    }

    /** A number of one to eight bytes, in either order, of the kind that breaks sums. */
    private byte[] telling(byte[] bytes, int at) {
        long number = TELLING[random.nextInt(TELLING.length)];
        boolean bigEndian = random.nextBoolean();
        int width = Math.min(1 << random.nextInt(4), bytes.length - at);
        for (int index = 0; index < width; index++) {
            bytes[at + index] = (byte) (number >>> Byte.SIZE * (bigEndian ? width - 1 - index : index));
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at, int count) {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - count);
        System.arraycopy(bytes, at + count, shorter, at, bytes.length - at - count);
        return shorter;
    }

    /** The beginning of one and a piece of the other. */
    private byte[] spliced(byte[] bytes, int at, byte[] other) {
        if (other.length == 0 || at + other.length > MOST_BYTES) {
            return bytes;
        }
        int from = random.nextInt(other.length);
        byte[] both = Arrays.copyOf(bytes, at + other.length - from);
        System.arraycopy(other, from, both, at, other.length - from);
        return both;
    }
}
