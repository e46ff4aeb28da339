package io.thalweg.cli.local;

import org.jspecify.annotations.Nullable;

/**
 * One broker of a local cluster.
 *
 * @param process the live process, or null
 * @param client address for clients, host:port
 * @param http address of metrics and health, host:port
 */
public record LocalBroker(int id, @Nullable ProcessHandle process, String client, String http) {
    /** Whether the process lives; it may not be ready yet. */
    public boolean running() {
        return process != null;
    }

    /** {@code running} or {@code stopped}. */
    public String state() {
        return running() ? "running" : "stopped";
    }

    ProcessHandle requireProcess() {
        if (process == null) {
            throw new IllegalStateException("broker " + id + " has no process");
        }
        return process;
    }
}
