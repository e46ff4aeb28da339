package io.thalweg.metadata.model;

/**
 * Storage sequences of a broker known to the metadata. A restart that recovers less than these lost bytes.
 *
 * @param synced highest sequence known to be durable
 * @param written highest sequence known to be written; {@code synced <= written}
 */
public record StorageMark(long synced, long written) {

    /** Throws {@code IllegalArgumentException} unless {@code 0 <= synced <= written}. */
    public StorageMark {
        Require.atLeast(synced, 0, "synced position");
        Require.atLeast(written, synced, "written position");
    }

    /** The larger of both, sequence by sequence. */
    public StorageMark max(StorageMark other) {
        return new StorageMark(Math.max(synced, other.synced), Math.max(written, other.written));
    }
}
