package io.thalweg.broker.metrics;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Memory outside of the heap that this JVM gives to buffers: the network's, and a few of the journal's. */
public final class DirectMemory {
    private static final String POOL = "direct";

    private DirectMemory() {}

    /** Bytes that buffers have now. */
    public static long usedBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> POOL.equals(pool.getName()))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** The most that they may have: {@code -XX:MaxDirectMemorySize}, or without it as much as the heap. */
    public static long limitBytes() {
        long set = Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue());
        return set > 0 ? set : Runtime.getRuntime().maxMemory();
    }
}
