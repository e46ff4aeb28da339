package io.thalweg.cli.chaos.network;

/** Where a port is. */
public record Address(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
