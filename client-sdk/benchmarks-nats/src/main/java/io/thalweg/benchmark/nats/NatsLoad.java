package io.thalweg.benchmark.nats;

import io.thalweg.benchmark.load.LoadProcess;

/** The load generator for NATS JetStream. */
public final class NatsLoad {
    private NatsLoad() {}

    /** See {@link LoadProcess}. */
    public static void main(String[] args) {
        LoadProcess.run(NatsDriver::new, args);
    }
}
