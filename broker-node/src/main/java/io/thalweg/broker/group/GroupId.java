package io.thalweg.broker.group;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Name of a consumer group: 1 to 249 bytes of UTF-8 without control characters. */
public record GroupId(String value) implements Comparable<GroupId> {
    /** @throws IllegalArgumentException if the name breaks the rule; the message says how */
    public GroupId {
        Objects.requireNonNull(value);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a group name is not empty");
        }
        GroupText.require("a group name", value);
    }

    @Override
    public int compareTo(GroupId other) {
        return value.compareTo(other.value);
    }

    /**
     * The coordinator partition of this group: the same on every broker and in every version, whatever the JVM.
     *
     * @param partitions number of partitions of the coordinator topic, above zero
     */
    public int coordinatorPartition(int partitions) {
        int hash = 0x811c9dc5;
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * 0x01000193;
        }
        return Integer.remainderUnsigned(hash, partitions);
    }

    @Override
    public String toString() {
        return value;
    }
}
