package io.thalweg.broker.app;

/**
 * The broker must not or cannot start. Three lines for the operator: what, why, what to try.
 */
public final class StartRefusal extends Exception {

    private final String why;
    private final String remedy;

    /**
     * Creates the refusal.
     *
     * @param what what cannot be done
     * @param why the reason, one sentence
     * @param remedy what the operator can do, one sentence
     */
    public StartRefusal(String what, String why, String remedy) {
        super(what);
        this.why = why;
        this.remedy = remedy;
    }

    /** Returns the reason. */
    public String why() {
        return why;
    }

    /** Returns what the operator can do. */
    public String remedy() {
        return remedy;
    }
}
