package io.thalweg.client.api.producer;

/** How batches are compressed. Consumers read every kind. */
public enum Compression {
    NONE,
    GZIP,
    SNAPPY,
    LZ4,
    ZSTD
}
