package io.thalweg.benchmark.nats;

import static io.thalweg.architecture.ImportTable.REST;

import io.thalweg.architecture.ArchitectureRules;
import io.thalweg.architecture.ImportTable;

final class ArchitectureTest implements ArchitectureRules {

    @Override
    public ImportTable imports() {
        return ImportTable.of("io.thalweg.benchmark.nats")
                .row(REST, "io.thalweg.benchmark.driver", "io.thalweg.benchmark.load");
    }
}
