package io.thalweg.benchmark.micro;

import static io.thalweg.architecture.ImportTable.REST;

import io.thalweg.architecture.ArchitectureRules;
import io.thalweg.architecture.ImportTable;

final class ArchitectureTest implements ArchitectureRules {

    @Override
    public ImportTable imports() {
        return ImportTable.of("io.thalweg.benchmark.micro")
                .row(
                        REST,
                        "io.thalweg.client.api..",
                        "io.thalweg.client.internal.batching",
                        "io.thalweg.broker.record",
                        "io.thalweg.broker.log",
                        "io.thalweg.broker.storage",
                        "io.thalweg.proto..");
    }
}
