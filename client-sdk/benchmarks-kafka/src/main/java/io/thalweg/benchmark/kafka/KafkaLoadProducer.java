package io.thalweg.benchmark.kafka;

import io.thalweg.benchmark.driver.LoadProducer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Kafka's producer. */
final class KafkaLoadProducer implements LoadProducer {
    private final KafkaProducer<byte[], byte[]> producer;

    KafkaLoadProducer(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public void send(String topic, int partition, byte @Nullable [] key, byte[] value, Outcome outcome) {
        Integer where = partition == ANY_PARTITION ? null : Integer.valueOf(partition);
        producer.send(new ProducerRecord<>(topic, where, key, value), (metadata, failure) -> outcome.done(failure));
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
