package io.thalweg.metadata.model;

/** How old records leave a topic. */
public enum CleanupPolicy {
    /** By age and size, oldest first. */
    DELETE
}
