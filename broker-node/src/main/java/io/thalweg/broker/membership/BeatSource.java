package io.thalweg.broker.membership;

/** What a beat tells of this broker. Asked on the session's thread; must not block. */
public interface BeatSource {

    /** Returns the index of the image that every partition of this broker has acted on. */
    long appliedImageIndex();

    /** Returns the highest storage sequence that is synced. */
    long storageSynced();

    /** Returns the highest storage sequence that is written. */
    long storageWritten();

    /** Returns how many partitions this broker leads. */
    int leaders();
}
