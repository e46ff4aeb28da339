package io.thalweg.cli.bench;

import java.util.Random;

/** A small pool of values made before the run: capital letters, the same in every run. */
final class Payloads {
    private static final int COUNT = 64;
    private static final long SEED = 7;

    private final byte[][] pool = new byte[COUNT][];

    Payloads(int size) {
        var random = new Random(SEED);
        for (int i = 0; i < COUNT; i++) {
            pool[i] = new byte[size];
            for (int j = 0; j < size; j++) {
                pool[i][j] = (byte) ('A' + random.nextInt(26));
            }
        }
    }

    /** The value of record {@code index}; not a copy. */
    byte[] of(long index) {
        return pool[(int) (index & (COUNT - 1))];
    }
}
