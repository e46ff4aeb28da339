package io.thalweg.serde.json;

import static io.thalweg.architecture.ImportTable.REST;

import io.thalweg.architecture.ArchitectureRules;
import io.thalweg.architecture.ImportTable;

final class ArchitectureTest implements ArchitectureRules {

    @Override
    public ImportTable imports() {
        return ImportTable.of("io.thalweg.serde.json").row(REST, "io.thalweg.client.api..");
    }
}
