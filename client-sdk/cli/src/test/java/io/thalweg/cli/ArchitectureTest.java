package io.thalweg.cli;

import static io.thalweg.architecture.ImportTable.REST;

import io.thalweg.architecture.ArchitectureRules;
import io.thalweg.architecture.ImportTable;

final class ArchitectureTest implements ArchitectureRules {

    @Override
    public ImportTable imports() {
        return ImportTable.of("io.thalweg.cli")
                .row(
                        REST,
                        "io.thalweg.client",
                        "io.thalweg.client.api..",
                        "io.thalweg.broker.app..",
                        "io.thalweg.proto..");
    }
}
