package io.thalweg.benchmark.thalweg;

import io.thalweg.benchmark.load.LoadProcess;

/** The load generator for Thalweg. */
public final class ThalwegLoad {
    private ThalwegLoad() {}

    /** See {@link LoadProcess}. */
    public static void main(String[] args) {
        LoadProcess.run(ThalwegDriver::new, args);
    }
}
