package io.thalweg.client.internal.runtime.produce;

import java.util.Arrays;

/**
 * How many bytes a producer has under way at best: what brokers acknowledge within twice the time that they need at least, or
 * within {@link #TARGET_NANOS} if that is longer, but at most within {@link #MOST_NANOS}. More would not come sooner, it would
 * only wait. As in BBR (Cardwell et al., "BBR: Congestion-Based Congestion Control", 2016) that is the largest rate of the last
 * seconds, since a smaller one may be due to this very bound, and the least delay of the last minute, since a larger one is
 * waiting. Every six seconds the queues are drained for a moment, or after a minute the least delay would be one of waiting,
 * too. Belongs to the send loop.
 */
final class Pace {
    /** Never less than this: enough for some hundred small batches, and so little that nobody waits long for it. */
    static final long LEAST_BYTES = 2 << 20;

    private static final long TARGET_NANOS = 25_000_000;

    /** Less than is drained at a time, or a drain would not get to the least delay. */
    private static final long MOST_NANOS = 200_000_000;

    private static final long RATE_WINDOW_NANOS = 200_000_000;
    private static final long DELAY_WINDOW_NANOS = 6_000_000_000L;
    private static final long DRAIN_NANOS = 300_000_000;

    private final long lingerNanos;
    private final Windows bytes = new Windows(RATE_WINDOW_NANOS, 0);
    private final Windows delays = new Windows(DELAY_WINDOW_NANOS, Long.MAX_VALUE);
    private final Windows batches = new Windows(RATE_WINDOW_NANOS, 0);
    private final Windows delaySums = new Windows(RATE_WINDOW_NANOS, 0);

    /** @param lingerNanos what batches wait for more records, which brokers are not to blame for */
    Pace(long lingerNanos) {
        this.lingerNanos = lingerNanos;
    }

    /**
     * A batch was acknowledged.
     *
     * @param delayNanos since it was begun, or had waited for others of the producer
     */
    void acknowledged(long batchBytes, long delayNanos, long now) {
        long delay = Math.max(0, delayNanos - lingerNanos);
        bytes.values[bytes.at(now)] += batchBytes;
        batches.values[batches.at(now)]++;
        delaySums.values[delaySums.at(now)] += delay;
        int window = delays.at(now);
        delays.values[window] = Math.min(delays.values[window], delay);
    }

    /** Whether the queues are to empty, so that the least delay can be seen. */
    boolean isDraining(long now) {
        delays.at(now);
        return delays.sinceBegin(now) < DRAIN_NANOS;
    }

    /** The bytes that should be under way now at most. */
    long limit(long now) {
        bytes.at(now);
        delays.at(now);
        long least = Arrays.stream(delays.values).min().orElse(Long.MAX_VALUE);
        if (least == Long.MAX_VALUE || isDraining(now)) {
            return LEAST_BYTES;
        }
        long most = Arrays.stream(bytes.values).max().orElse(0);
        long time = Math.min(MOST_NANOS, Math.max(TARGET_NANOS, 2 * least)) + lingerNanos;
        return Math.max(LEAST_BYTES, (long) ((double) time * most / RATE_WINDOW_NANOS));
    }

    /** How long batches took on average in the last two seconds, without what they lingered; 0 if there were none. */
    long meanDelayNanos(long now) {
        batches.at(now);
        delaySums.at(now);
        long count = Arrays.stream(batches.values).sum();
        return count == 0 ? 0 : Arrays.stream(delaySums.values).sum() / count;
    }

    /** A value for each of the last stretches of time, all as long as the others. */
    private static final class Windows {
        private static final int COUNT = 10;

        private final long[] values = new long[COUNT];
        private final long nanos;
        private final long blank;
        private int current;
        private long ends;
        private boolean begun;

        Windows(long nanos, long blank) {
            this.nanos = nanos;
            this.blank = blank;
            Arrays.fill(values, blank);
        }

        /** Nanoseconds since the stretch of now began; call {@link #at} before. */
        long sinceBegin(long now) {
            return now - (ends - nanos);
        }

        /** Moves on to this time, and tells which value is that of now. */
        int at(long now) {
            if (!begun || now - ends > COUNT * nanos) {
                begun = true;
                Arrays.fill(values, blank);
                ends = now + nanos;
            }
            while (now - ends >= 0) {
                current = (current + 1) % COUNT;
                values[current] = blank;
                ends += nanos;
            }
            return current;
        }
    }
}
