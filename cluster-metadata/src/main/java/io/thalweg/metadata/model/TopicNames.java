package io.thalweg.metadata.model;

import org.jspecify.annotations.Nullable;

/** Rules of topic names. */
public final class TopicNames {

    /** Longest name. */
    public static final int MAX_LENGTH = 249;

    /** Start of the names of internal topics, which clients can't use. */
    public static final String INTERNAL_PREFIX = "__";

    private TopicNames() {}

    /** What is wrong with the name, or null. Letters, digits, dot, underscore and hyphen of ASCII are allowed. */
    public static @Nullable String problem(String name, boolean internal) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return "a topic name has from 1 to " + MAX_LENGTH + " characters";
        }
        if (name.equals(".") || name.equals("..")) {
            return "a topic can't be named '.' or '..'";
        }
        if (!name.chars().allMatch(TopicNames::allowed)) {
            return "topic name '" + name + "' has characters other than letters, digits, '.', '_' and '-'";
        }
        if (name.startsWith(INTERNAL_PREFIX) != internal) {
            return "names of internal topics start with '" + INTERNAL_PREFIX + "', and no others";
        }
        return null;
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
