package io.thalweg.benchmark.driver;

/**
 * A topic to create.
 *
 * @param name its name
 * @param partitions how many
 * @param replicas copies of each; with three, two must have a record before it is acknowledged
 * @param durability of each copy
 * @param retentionBytes what a partition keeps at least, 0 for everything
 */
public record TopicSpec(String name, int partitions, int replicas, Durability durability, long retentionBytes) {

    /** As the field has it: one less than the replicas, but one at least. */
    public int minInSync() {
        return Math.max(1, replicas - 1);
    }

    /** The same topic under another name and with so many partitions. */
    public TopicSpec other(String otherName, int otherPartitions) {
        return new TopicSpec(otherName, otherPartitions, replicas, durability, retentionBytes);
    }
}
