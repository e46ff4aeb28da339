package io.thalweg.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** A quantity as people read it. Right-aligned in a {@link Table}. */
public record Amount(String text) {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final double STEP = 1024;

    /** Bytes with a binary unit: {@code 1.5 MiB}. */
    public static Amount bytes(long bytes) {
        if (bytes < STEP) {
            return new Amount(bytes + " B");
        }
        double size = bytes;
        int unit = 0;
        while (size >= STEP && unit < SIZES.length - 1) {
            size /= STEP;
            unit++;
        }
        return new Amount(String.format(Locale.ROOT, "%.1f %s", size, SIZES[unit]));
    }

    /** A count with thin groups: {@code 27 412}. */
    public static Amount count(long count) {
        return new Amount(String.format(Locale.ROOT, "%,d", count).replace(',', ' '));
    }

    /** A time span: {@code 340 ms}, {@code 2.1 s}, {@code 3 min 5 s}. */
    public static Amount duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return new Amount(millis + " ms");
        }
        if (millis < 60_000) {
            return new Amount(String.format(Locale.ROOT, "%.1f s", millis / 1_000.0));
        }
        return new Amount(duration.toMinutes() + " min " + duration.toSecondsPart() + " s");
    }

    @Override
    public String toString() {
        return text;
    }
}
