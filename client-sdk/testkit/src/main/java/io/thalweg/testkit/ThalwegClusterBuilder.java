package io.thalweg.testkit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Describes a cluster to start. Not thread-safe. */
public final class ThalwegClusterBuilder {

    private static final int MOST_BROKERS = 9;

    private int brokers = 3;
    private @Nullable Path folder;

    ThalwegClusterBuilder() {}

    /**
     * How many brokers. Default 3.
     *
     * @throws IllegalArgumentException unless 1 to 9
     */
    public ThalwegClusterBuilder brokers(int count) {
        if (count < 1 || count > MOST_BROKERS) {
            throw new IllegalArgumentException("brokers must be 1 to " + MOST_BROKERS + ", but is " + count);
        }
        brokers = count;
        return this;
    }

    /** Keeps the data here, also after the cluster is closed. Default: a temporary folder that goes away with the cluster. */
    public ThalwegClusterBuilder folder(Path path) {
        folder = path;
        return this;
    }

    /**
     * Starts the brokers and waits until all are ready, at most 60 s each.
     *
     * @throws IllegalStateException when one does not start; those that did are stopped again
     */
    public ThalwegCluster start() {
        return ThalwegCluster.start(brokers, folder);
    }
}
