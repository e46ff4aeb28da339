package io.thalweg.client.examples;

import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.api.serde.Serdes;

/** Sends two orders of one customer; they have the same key, so they keep their order. */
public final class ProducerExample {

    public static void main(String[] args) {
        try (ThalwegClient client = ThalwegClient.connect("127.0.0.1:7400,127.0.0.1:7500");
                Producer<String, String> producer =
                        client.producer(Serdes.string(), Serdes.string()).build()) {
            producer.send("orders", "c-42", "first").whenComplete((stored, problem) -> {
                System.out.println(problem == null ? "stored at offset " + stored.offset() : problem.getMessage());
            });
            RecordMetadata second = producer.sendAndWait(ProducerRecord.of("orders", "c-42", "second"));
            System.out.println("stored at offset " + second.offset());
        }
    }
}
