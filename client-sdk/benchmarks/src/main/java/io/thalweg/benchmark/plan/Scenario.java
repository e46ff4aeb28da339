package io.thalweg.benchmark.plan;

import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.driver.ProducerSpec;
import io.thalweg.benchmark.driver.TopicSpec;
import io.thalweg.benchmark.load.Workload;
import io.thalweg.benchmark.load.Workload.Records;
import io.thalweg.benchmark.load.Workload.Span;

/**
 * Something to measure, on each system.
 *
 * @param name what it is chosen by
 * @param title what tables call it
 * @param section where it belongs
 * @param kind what the load generator does
 * @param topic partitions and replicas; name and durability are filled in later
 * @param producer settings of the producers
 * @param records what is sent
 * @param everyDurability whether both systems run with both durabilities, or each with its default: Thalweg syncs, Kafka does not
 */
public record Scenario(
        String name,
        String title,
        Section section,
        Workload.Kind kind,
        TopicSpec topic,
        ProducerSpec producer,
        Records records,
        boolean everyDurability) {

    /** What a load generator does for it, with a topic of its own. */
    public Workload workload(Durability durability, Span span) {
        String topicName = name + "-" + (durability == Durability.FSYNC ? "fsync" : "os");
        return new Workload(
                kind,
                new TopicSpec(topicName, topic.partitions(), topic.replicas(), durability, topic.retentionBytes()),
                producer,
                records,
                span);
    }
}
