package io.thalweg.broker.app.settings;

/** How a listener protects its connections. */
public enum ListenerSecurity {
    /** No encryption, no authentication. */
    PLAINTEXT
}
