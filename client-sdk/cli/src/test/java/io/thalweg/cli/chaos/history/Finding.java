package io.thalweg.cli.chaos.history;

/**
 * A broken rule.
 *
 * @param rule its number in the list of checks
 * @param what what was seen
 */
public record Finding(String rule, String what) {
    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
