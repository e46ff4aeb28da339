package io.thalweg.cli.record;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.Consumer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether a consumer has reached what was the end when it started. A member of a group looks at the partitions it owns;
 * without any, at what the others committed. Not thread-safe.
 */
final class UntilEnd {
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Long> open;

    /** @param ends high watermark of every partition */
    UntilEnd(Map<TopicPartition, Long> ends) {
        this.ends = ends;
        this.open = new HashMap<>(ends);
    }

    boolean reached(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> owned = consumer.assignment();
        open.entrySet()
                .removeIf(end -> owned.contains(end.getKey()) && consumer.position(end.getKey()) >= end.getValue());
        return owned.isEmpty()
                ? committedByOthers(consumer)
                : open.keySet().stream().noneMatch(owned::contains);
    }

    private boolean committedByOthers(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, CommittedOffset> committed = consumer.committed(ends.keySet());
        return ends.entrySet().stream().allMatch(end -> {
            CommittedOffset offset = committed.get(end.getKey());
            return end.getValue() == 0 || offset != null && offset.offset() >= end.getValue();
        });
    }
}
