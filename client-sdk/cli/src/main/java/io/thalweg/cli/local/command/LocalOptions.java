package io.thalweg.cli.local.command;

import io.thalweg.cli.local.LocalCluster;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a local cluster is; for every {@code local} command. */
public final class LocalOptions {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "folder of the cluster (default: .thalweg/local of this installation)")
    private @Nullable Path directory;

    /** The cluster in that folder, which may not exist yet. */
    public LocalCluster cluster() {
        Path home = Path.of(System.getProperty("thalweg.home", "."));
        return new LocalCluster(directory == null ? home.resolve(".thalweg/local") : directory, home);
    }
}
