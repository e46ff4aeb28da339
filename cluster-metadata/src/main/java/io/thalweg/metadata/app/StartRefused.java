package io.thalweg.metadata.app;

/** This voter must not start with the data that it has. The message says why and what to do. */
public final class StartRefused extends RuntimeException {

    StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
