package io.thalweg.broker.group;

/**
 * Where a member comes from and how long it may be silent.
 *
 * @param sessionTimeoutMillis 1 000 to 300 000
 */
public record MemberOrigin(String clientId, String host, int sessionTimeoutMillis) {
    private static final int MIN_SESSION_MILLIS = 1_000;
    private static final int MAX_SESSION_MILLIS = 300_000;

    /** @throws IllegalArgumentException if the session timeout is out of bounds, or a name too long */
    public MemberOrigin {
        if (sessionTimeoutMillis < MIN_SESSION_MILLIS || sessionTimeoutMillis > MAX_SESSION_MILLIS) {
            throw new IllegalArgumentException("the session timeout is " + MIN_SESSION_MILLIS + " to "
                    + MAX_SESSION_MILLIS + " ms, not " + sessionTimeoutMillis);
        }
        GroupText.require("a client id", clientId);
        GroupText.require("a host", host);
    }
}
