package io.thalweg.client.examples;

import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.ConsumerRecords;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.List;

/** Reads orders as a member of the group "billing"; start it several times and the members share the partitions. */
public final class GroupConsumerExample {

    public static void main(String[] args) {
        try (ThalwegClient client = ThalwegClient.connect("127.0.0.1:7400,127.0.0.1:7500");
                Consumer<String, String> consumer = client.consumer(Serdes.string(), Serdes.string())
                        .group("billing")
                        .build()) {
            consumer.subscribe(List.of("orders"));
            while (!Thread.currentThread().isInterrupted()) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(1));
                for (ConsumerRecord<String, String> record : records) {
                    System.out.println(record.key() + " ordered " + record.value());
                }
                if (!records.isEmpty()) {
                    consumer.commit(); // after processing, so a crash repeats records and never skips one
                }
            }
        }
    }
}
