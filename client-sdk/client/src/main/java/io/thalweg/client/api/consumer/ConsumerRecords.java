package io.thalweg.client.api.consumer;

import io.thalweg.client.api.TopicPartition;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records of one poll, in offset order within each partition. Immutable. */
public final class ConsumerRecords<K, V> implements Iterable<ConsumerRecord<K, V>> {
    private final Map<TopicPartition, List<ConsumerRecord<K, V>>> byPartition;
    private final int count;

    public ConsumerRecords(Map<TopicPartition, List<ConsumerRecord<K, V>>> byPartition) {
        this.byPartition = Collections.unmodifiableMap(new LinkedHashMap<>(byPartition));
        this.count = byPartition.values().stream().mapToInt(List::size).sum();
    }

    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public Set<TopicPartition> partitions() {
        return byPartition.keySet();
    }

    /** The records of one partition; empty if there are none. */
    public List<ConsumerRecord<K, V>> records(TopicPartition partition) {
        return Collections.unmodifiableList(byPartition.getOrDefault(partition, List.of()));
    }

    /** All records, partition after partition. */
    @Override
    public Iterator<ConsumerRecord<K, V>> iterator() {
        return byPartition.values().stream().flatMap(List::stream).iterator();
    }
}
