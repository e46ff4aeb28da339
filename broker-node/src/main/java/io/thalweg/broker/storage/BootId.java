package io.thalweg.broker.storage;

import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;

/** Tells one run of the machine from the next. */
public final class BootId {
    /** System property that replaces the machine's boot id, for tests and for systems without one. */
    public static final String OVERRIDE_PROPERTY = "thalweg.boot.id";

    private static final Path KERNEL_BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /**
     * The boot id.
     *
     * @param fallback gives a fresh id where the system has none, so that every crash counts as a crash of the machine:
     *     slower to return, never wrong
     */
    public static String current(Supplier<UUID> fallback) {
        String override = System.getProperty(OVERRIDE_PROPERTY, "").strip();
        if (!override.isEmpty()) {
            return override;
        }
        String kernel = DurableFiles.readOrEmpty(KERNEL_BOOT_ID).strip();
        return kernel.isEmpty() ? fallback.get().toString() : kernel;
    }
}
