package io.thalweg.broker.group;

import java.nio.charset.StandardCharsets;

/** What clients may write into the coordinator's table: short text that a log line can show. */
final class GroupText {
    private static final int MAX_BYTES = 249;

    private GroupText() {}

    /** @throws IllegalArgumentException if the text is too long or has control characters; empty text is fine */
    static void require(String what, String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(what + " has at most " + MAX_BYTES + " bytes, this one has " + bytes);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " has no control characters");
        }
    }
}
