package io.thalweg.cli.option;

import java.util.Locale;

/** How a command prints its data. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    /** For programs; the members are documented and stay. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
