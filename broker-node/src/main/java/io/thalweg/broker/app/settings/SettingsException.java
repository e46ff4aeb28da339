package io.thalweg.broker.app.settings;

/** The configuration cannot be used. Says what is wrong, why, and what to try; the start stops with these three lines. */
public final class SettingsException extends Exception {

    private final String why;
    private final String remedy;

    /**
     * Creates the three lines.
     *
     * @param what the setting or source that is wrong
     * @param why what is wrong with it
     * @param remedy what the operator can do
     */
    public SettingsException(String what, String why, String remedy) {
        super(what);
        this.why = why;
        this.remedy = remedy;
    }

    /** Returns the reason, one sentence. */
    public String why() {
        return why;
    }

    /** Returns what the operator can do, one sentence. */
    public String remedy() {
        return remedy;
    }
}
