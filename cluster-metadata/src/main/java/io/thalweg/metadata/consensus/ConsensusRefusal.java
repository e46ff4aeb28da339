package io.thalweg.metadata.consensus;

/** This voter must not take part with the data that it has. The message says why and what to do. */
public final class ConsensusRefusal extends RuntimeException {

    /** @param message cause and remedy */
    public ConsensusRefusal(String message) {
        super(message);
    }

    ConsensusRefusal(String message, Throwable cause) {
        super(message, cause);
    }
}
