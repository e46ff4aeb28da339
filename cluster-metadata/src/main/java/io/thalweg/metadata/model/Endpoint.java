package io.thalweg.metadata.model;

/** Advertised address of a listener. */
public record Endpoint(String host, int port) {

    /** Throws {@code IllegalArgumentException} for an empty host or a port outside 1 to 65535. */
    public Endpoint {
        Require.that(!host.isEmpty(), "host is empty");
        Require.that(port >= 1 && port <= 65_535, "port " + port + " is outside 1 to 65535");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
