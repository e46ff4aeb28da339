package io.thalweg.benchmark.kafka;

import io.thalweg.benchmark.driver.LoadConsumer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Kafka's consumer. */
final class KafkaLoadConsumer implements LoadConsumer {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    KafkaLoadConsumer(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
    }

    @Override
    public void toBegin() {
        consumer.seekToBeginning(partitions);
    }

    @Override
    public int poll(Duration timeout, Reader reader) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            reader.read(record.value());
        }
        return records.count();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
