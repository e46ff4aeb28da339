package io.thalweg.cli.bench;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import java.util.HashMap;
import java.util.Map;

/** Where the log of every partition ends for readers. */
final class TopicEnds {
    private TopicEnds() {}

    static Map<TopicPartition, Long> of(ThalwegClient client, ClusterOptions cluster, String topic) {
        Map<TopicPartition, Position> asked = new HashMap<>();
        cluster.await(client.admin().describeTopic(topic))
                .partitions()
                .forEach(each -> asked.put(new TopicPartition(topic, each.partition()), Position.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        cluster.await(client.admin().listOffsets(asked))
                .forEach((partition, listed) -> ends.put(partition, listed.highWatermark()));
        return ends;
    }
}
