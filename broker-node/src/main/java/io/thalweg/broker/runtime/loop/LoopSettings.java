package io.thalweg.broker.runtime.loop;

/**
 * Settings of the partition loops.
 *
 * @param loops number of loops, at least 1
 * @param mailboxEntries entries of a loop's mailbox above which appends of clients are refused
 * @param mailboxBytes bytes of batches waiting in a loop's mailbox above which appends of clients are refused
 * @param turnEntries mailbox entries that one turn takes at most
 * @param turnBytes bytes of batches that one turn takes at most, but for the first
 * @param tickMillis how often the loop looks at the clock, in milliseconds; its members hear of it as often as they ask
 */
public record LoopSettings(
        int loops, int mailboxEntries, long mailboxBytes, int turnEntries, long turnBytes, int tickMillis) {
    public LoopSettings {
        if (loops < 1 || mailboxEntries < 1 || mailboxBytes < 1 || turnEntries < 1 || turnBytes < 1 || tickMillis < 1) {
            throw new IllegalArgumentException("all loop settings must be above 0");
        }
    }

    /** Half as many loops as processors, at least one; 16 384 entries or 64 MiB a mailbox; turns of up to 2 MiB. */
    public static LoopSettings forProcessors(int processors) {
        return new LoopSettings(Math.max(1, processors / 2), 16_384, 64L << 20, 1_024, 2L << 20, 50);
    }
}
