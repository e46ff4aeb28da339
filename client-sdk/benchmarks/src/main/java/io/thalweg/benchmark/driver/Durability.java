package io.thalweg.benchmark.driver;

/** What a broker has done with a record before it counts as stored there. */
public enum Durability {
    /** The disk has synced. */
    FSYNC,
    /** The operating system has it. */
    PAGE_CACHE
}
