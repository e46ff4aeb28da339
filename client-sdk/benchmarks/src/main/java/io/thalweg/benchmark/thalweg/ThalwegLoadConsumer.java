package io.thalweg.benchmark.thalweg;

import io.thalweg.benchmark.driver.LoadConsumer;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.ConsumerRecords;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Thalweg's consumer. */
final class ThalwegLoadConsumer implements LoadConsumer {
    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    ThalwegLoadConsumer(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
    }

    @Override
    public void toBegin() {
        partitions.forEach(partition -> consumer.seek(partition, Position.earliest()));
    }

    @Override
    public int poll(Duration timeout, Reader reader) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                reader.read(Objects.requireNonNull(record.value()));
            }
        }
        return records.count();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
