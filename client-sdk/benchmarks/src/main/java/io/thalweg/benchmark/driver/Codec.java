package io.thalweg.benchmark.driver;

/** How batches are compressed. */
public enum Codec {
    NONE,
    LZ4,
    ZSTD
}
