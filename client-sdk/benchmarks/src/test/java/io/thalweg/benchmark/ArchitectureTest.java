package io.thalweg.benchmark;

import static io.thalweg.architecture.ImportTable.ALL;

import io.thalweg.architecture.ArchitectureRules;
import io.thalweg.architecture.ImportTable;

final class ArchitectureTest implements ArchitectureRules {

    @Override
    public ImportTable imports() {
        return ImportTable.of("io.thalweg.benchmark")
                .row("driver")
                .row("load", "driver")
                .row("thalweg", "driver", "load", "io.thalweg.client", "io.thalweg.client.api..")
                .row("cluster", "driver", "load")
                .row("plan", "driver", "load", "cluster")
                .row("report", "driver", "load", "plan")
                .row("regression", "driver", "load", "plan", "report")
                .row("app", ALL);
    }
}
