package io.thalweg.client.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a broker listens for clients.
 *
 * @param host host name or IP address, without brackets
 * @param port TCP port, 1 to 65535
 */
public record BrokerAddress(String host, int port) {
    /** Port of the client listener when an address names none. */
    public static final int DEFAULT_PORT = 7400;

    public BrokerAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host of a broker address must not be empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1 to 65535, but is " + port);
        }
    }

    /**
     * Reads {@code host}, {@code host:port} or {@code [ipv6]:port}.
     *
     * @throws IllegalArgumentException when the text is none of them
     */
    public static BrokerAddress parse(String text) {
        String trimmed = text.trim();
        int colon = trimmed.lastIndexOf(':');
        boolean bracketed = trimmed.startsWith("[");
        if (colon < 0 || (bracketed && trimmed.endsWith("]"))) {
            return new BrokerAddress(unbracketed(trimmed), DEFAULT_PORT);
        }
        if (!bracketed && trimmed.indexOf(':') != colon) {
            throw new IllegalArgumentException("write an IPv6 address in brackets, as in [::1]:7400, not " + text);
        }
        try {
            int port = Integer.parseInt(trimmed.substring(colon + 1));
            return new BrokerAddress(unbracketed(trimmed.substring(0, colon)), port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an address is HOST:PORT, but found " + text, e);
        }
    }

    /** Reads a comma-separated list of addresses. */
    public static List<BrokerAddress> parseList(String text) {
        List<BrokerAddress> addresses = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                addresses.add(parse(part));
            }
        }
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no broker address in '" + text + "'; write HOST:PORT[,HOST:PORT]");
        }
        return List.copyOf(addresses);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
