package io.thalweg.cli.record;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Partitions named on the command line, checked before anything is done. */
final class TopicPartitions {
    private TopicPartitions() {}

    /** Fails unless the partition exists; -1 stands for all. */
    static void requireIn(String topic, int partition, int partitions) {
        if (partition >= partitions || partition < -1) {
            throw ThalwegException.of(
                    ErrorReason.PARTITION_OUT_OF_RANGE,
                    "topic " + topic + " has no partition " + partition + ", only 0 to " + (partitions - 1),
                    Map.of(
                            "topic", topic,
                            "partition", Integer.toString(partition),
                            "partitions", Integer.toString(partitions)),
                    null);
        }
    }

    /** That partition, or all for -1. */
    static List<TopicPartition> select(String topic, int partition, int partitions) {
        requireIn(topic, partition, partitions);
        return partition >= 0
                ? List.of(new TopicPartition(topic, partition))
                : IntStream.range(0, partitions)
                        .mapToObj(index -> new TopicPartition(topic, index))
                        .toList();
    }
}
