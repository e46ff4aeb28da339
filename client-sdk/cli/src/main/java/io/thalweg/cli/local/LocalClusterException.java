package io.thalweg.cli.local;

/** Something about the local cluster went wrong; says what, and what to try. */
public final class LocalClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    LocalClusterException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** What the user can do about it. */
    public String remedy() {
        return remedy;
    }
}
