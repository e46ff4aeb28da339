package io.thalweg.architecture.sample.rpc;

import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/** Breaks a rule per member: a library, the clock, the dice; and its package has no description. */
public final class ClockReader {

    private final CRC32C library = new CRC32C();

    public LongSupplier clock() {
        return System::nanoTime;
    }

    public int dice() {
        return new Random().nextInt();
    }

    public Instant givenTimeIsFine(Clock clock) {
        return Instant.now(clock);
    }

    public int givenSeedIsFine(long seed) {
        return new Random(seed).nextInt();
    }

    public long sum() {
        return library.getValue();
    }
}
