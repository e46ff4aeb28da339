package io.thalweg.benchmark.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * Where and with what a cluster runs; alike for all systems.
 *
 * @param home root of the checkout
 * @param folder where the brokers keep configuration, logs and data
 * @param javaHome of the JDK
 * @param heap of each broker and of the load generator, as the JVM writes it ({@code 1g})
 */
public record Site(Path home, Path folder, Path javaHome, String heap) {
    /** Brokers of a cluster. */
    public static final int BROKERS = 3;

    private static final int FEW_PROCESSORS = 2;

    String java() {
        return javaHome.resolve("bin/java").toString();
    }

    List<String> heapOptions() {
        return List.of("-Xms" + heap, "-Xmx" + heap);
    }

    /**
     * What Thalweg's launcher chooses, for all systems: on one or two processors no optimizing compiler, which takes half of
     * them for minutes after a start.
     */
    List<String> compilerOptions() {
        boolean few = Runtime.getRuntime().availableProcessors() <= FEW_PROCESSORS;
        return few ? List.of("-XX:TieredStopAtLevel=1") : List.of();
    }

    Path broker(int id) {
        return folder.resolve("broker-" + id);
    }

    Path modules() {
        return home.resolve("client-sdk");
    }
}
