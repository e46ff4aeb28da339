package io.thalweg.cli.chaos.history;

/** How a request ended, as the client was told. */
public enum Outcome {
    /** It took effect. */
    DONE,
    /** It definitely changed nothing. */
    REFUSED,
    /** It may or may not have taken effect. */
    UNKNOWN
}
