package io.thalweg.client;

import static io.thalweg.architecture.ImportTable.ABOVE;
import static io.thalweg.architecture.ImportTable.ALL;
import static io.thalweg.architecture.ImportTable.ROOT;

import io.thalweg.architecture.ArchitectureRules;
import io.thalweg.architecture.ImportTable;

final class ArchitectureTest implements ArchitectureRules {

    private static final String PROTO = "io.thalweg.proto..";

    @Override
    public ImportTable imports() {
        return ImportTable.of("io.thalweg.client")
                .row("api")
                .row("internal.batching", "api")
                .row("internal.routing", "api")
                .row("internal.retry", "api")
                .row("internal.runtime", ABOVE)
                .shell("internal.rpc", ABOVE, PROTO)
                .row(ROOT, ALL, PROTO);
    }
}
