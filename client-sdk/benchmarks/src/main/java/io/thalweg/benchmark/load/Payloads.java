package io.thalweg.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that look like the events of an application, and so compress; and keys. Made before the run, the same in every run. */
final class Payloads {
    private static final int POOL = 1_024;
    private static final long SEED = 7;
    private static final String[] WORDS = {
        "checkout", "search", "payment", "session", "catalogue", "shipment", "refund", "login", "basket", "invoice"
    };

    private final byte[][] values = new byte[POOL][];
    private final byte[][] keys;

    /** @param keyCount number of different keys, 0 for records without */
    Payloads(int bytes, int keyCount) {
        Random random = new Random(SEED);
        for (int i = 0; i < POOL; i++) {
            values[i] = value(random, bytes);
        }
        keys = new byte[keyCount][];
        for (int i = 0; i < keyCount; i++) {
            keys[i] = ("customer-" + i).getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static byte[] value(Random random, int bytes) {
        StringBuilder text = new StringBuilder(bytes + 200);
        while (text.length() < bytes) {
            text.append(String.format(
                    Locale.ROOT,
                    "{\"id\":\"%016x\",\"service\":\"%s\",\"step\":\"%s\",\"millis\":%d,\"user\":%d,\"ok\":%b}",
                    random.nextLong(),
                    WORDS[random.nextInt(WORDS.length)],
                    WORDS[random.nextInt(WORDS.length)],
                    random.nextInt(2_000),
                    random.nextInt(1_000_000),
                    random.nextInt(50) != 0));
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), bytes);
    }

    /** The value of a record; not a copy. */
    byte[] value(long record) {
        return values[(int) (record % POOL)];
    }

    byte @Nullable [] key(long record) {
        return keys.length == 0 ? null : keys[(int) (record % keys.length)];
    }

    /** A copy of the value of a record that begins with a time. */
    byte[] stamped(long record, long nanos) {
        byte[] value = value(record).clone();
        ByteBuffer.wrap(value).putLong(nanos);
        return value;
    }

    /** The time that a value begins with. */
    static long stamp(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }
}
