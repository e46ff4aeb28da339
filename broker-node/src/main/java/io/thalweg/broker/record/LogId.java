package io.thalweg.broker.record;

/**
 * Names one partition's log on a broker: the cluster-unique, never reused uid of the partition, and the prefix of its
 * keys in the store.
 *
 * @param partitionUid any 32-bit value; ordered as unsigned
 */
public record LogId(int partitionUid) implements Comparable<LogId> {
    @Override
    public int compareTo(LogId other) {
        return Integer.compareUnsigned(partitionUid, other.partitionUid);
    }
}
