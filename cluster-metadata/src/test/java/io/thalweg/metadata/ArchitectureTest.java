package io.thalweg.metadata;

import static io.thalweg.architecture.ImportTable.ABOVE;
import static io.thalweg.architecture.ImportTable.ALL;

import io.thalweg.architecture.ArchitectureRules;
import io.thalweg.architecture.ImportTable;

final class ArchitectureTest implements ArchitectureRules {

    private static final String PROTO = "io.thalweg.proto..";

    @Override
    public ImportTable imports() {
        return ImportTable.of("io.thalweg.metadata")
                .row("model")
                .row("event", "model")
                .row("image", ABOVE)
                .row("apply", ABOVE)
                .row("controller", ABOVE)
                .row("codec", "model", "event", "image", PROTO)
                .shell("consensus", ABOVE)
                .shell("rpc", ABOVE, PROTO)
                .shell("metrics", "controller")
                .row("app", ALL, PROTO);
    }
}
