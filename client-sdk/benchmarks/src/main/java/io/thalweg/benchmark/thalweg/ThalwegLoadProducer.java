package io.thalweg.benchmark.thalweg;

import io.thalweg.benchmark.driver.LoadProducer;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Thalweg's producer. */
final class ThalwegLoadProducer implements LoadProducer {
    private final Producer<byte[], byte[]> producer;

    ThalwegLoadProducer(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public void send(String topic, int partition, byte @Nullable [] key, byte[] value, Outcome outcome) {
        ProducerRecord<byte[], byte[]> record = ProducerRecord.of(topic, key, value);
        producer.send(partition == ANY_PARTITION ? record : record.toPartition(partition))
                .whenComplete((where, failure) -> outcome.done(failure));
    }

    @Override
    public void flush() {
        producer.flush().join();
    }

    @Override
    public void close() {
        producer.close();
    }
}
