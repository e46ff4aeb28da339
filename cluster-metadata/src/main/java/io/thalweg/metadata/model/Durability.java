package io.thalweg.metadata.model;

/** What "stored" means before an acknowledgement. */
public enum Durability {
    /** The disk has it. */
    FSYNC,
    /** The operating system has it. */
    OS
}
