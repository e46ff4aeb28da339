package io.thalweg.broker.app.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key that the operator may set.
 *
 * @param key dotted lower-case name, as in the file
 * @param defaultValue value when nothing is set; null when there is none
 * @param allowed the values that are accepted, for messages and the manual
 * @param meaning one sentence for the manual
 */
public record Setting(String key, @Nullable String defaultValue, String allowed, String meaning) {

    /** Name of the environment variable that overrides the file. */
    public String environmentName() {
        return "THALWEG_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
