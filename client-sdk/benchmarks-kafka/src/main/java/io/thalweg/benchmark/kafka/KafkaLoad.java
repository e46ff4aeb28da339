package io.thalweg.benchmark.kafka;

import io.thalweg.benchmark.load.LoadProcess;

/** The load generator for Kafka. */
public final class KafkaLoad {
    private KafkaLoad() {}

    /** See {@link LoadProcess}. */
    public static void main(String[] args) {
        LoadProcess.run(KafkaDriver::new, args);
    }
}
