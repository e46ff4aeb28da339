package io.thalweg.broker;

import static io.thalweg.architecture.ImportTable.ABOVE;
import static io.thalweg.architecture.ImportTable.ALL;

import io.thalweg.architecture.ArchitectureRules;
import io.thalweg.architecture.ImportTable;

final class ArchitectureTest implements ArchitectureRules {

    private static final String PROTO = "io.thalweg.proto..";
    private static final String MODEL = "io.thalweg.metadata.model..";
    private static final String EVENT = "io.thalweg.metadata.event..";
    private static final String IMAGE = "io.thalweg.metadata.image..";
    private static final String APPLY = "io.thalweg.metadata.apply..";
    private static final String CONTROLLER = "io.thalweg.metadata.controller..";
    private static final String CODEC = "io.thalweg.metadata.codec..";
    private static final String METADATA_NODE = "io.thalweg.metadata.app..";

    @Override
    public ImportTable imports() {
        return ImportTable.of("io.thalweg.broker")
                .row("record")
                .row("log", "record")
                .row("producer", "record")
                .row("replication", "record", "producer", MODEL)
                .row("group", MODEL)
                .row("runtime", ABOVE, MODEL, EVENT, IMAGE)
                .shell("storage", "record", "log")
                .shell("rpc", ABOVE, MODEL, EVENT, IMAGE, APPLY, CONTROLLER, CODEC, PROTO)
                .shell("membership", "runtime", MODEL, EVENT, IMAGE, APPLY, CODEC, PROTO)
                .shell("metrics", "log", "runtime", MODEL)
                .row("app", ALL, MODEL, EVENT, IMAGE, APPLY, CONTROLLER, CODEC, METADATA_NODE, PROTO);
    }
}
