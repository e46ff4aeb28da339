package io.thalweg.benchmark.micro;

import io.thalweg.client.api.Headers;
import io.thalweg.client.internal.batching.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** Records for a batch: text that compresses, the same in every run. */
final class Samples {
    /** Create time of all. */
    static final long TIME = 1_700_000_000_000L;

    private static final long SEED = 7;

    private Samples() {}

    /** So many records that they fill a batch of that size. */
    static RawRecord[] records(int batchBytes, int recordBytes) {
        Random random = new Random(SEED);
        RawRecord[] records = new RawRecord[Math.max(1, batchBytes / (recordBytes + 30))];
        for (int index = 0; index < records.length; index++) {
            records[index] = new RawRecord(null, value(random, recordBytes), Headers.empty(), TIME + index);
        }
        return records;
    }

    static byte[] value(Random random, int bytes) {
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            text.append(String.format(
                    Locale.ROOT,
                    "{\"id\":\"%016x\",\"service\":\"checkout\",\"step\":\"payment\",\"millis\":%d}",
                    random.nextLong(),
                    random.nextInt(2_000)));
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), bytes);
    }
}
