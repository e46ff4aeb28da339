package io.thalweg.benchmark.kafka;

import static io.thalweg.architecture.ImportTable.REST;

import io.thalweg.architecture.ArchitectureRules;
import io.thalweg.architecture.ImportTable;

final class ArchitectureTest implements ArchitectureRules {

    @Override
    public ImportTable imports() {
        return ImportTable.of("io.thalweg.benchmark.kafka")
                .row(REST, "io.thalweg.benchmark.driver", "io.thalweg.benchmark.load");
    }
}
