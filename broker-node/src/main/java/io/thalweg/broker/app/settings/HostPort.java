package io.thalweg.broker.app.settings;

import org.jspecify.annotations.Nullable;

/**
 * A host and a port as the operator writes them; unlike an endpoint, the port may be 0.
 *
 * @param host name or address, without brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {

    /** Returns the address, or null when {@code text} is none. */
    public static @Nullable HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return null;
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return null;
        }
        int port = parsePort(text.substring(colon + 1));
        return host.isBlank() || port < 0 ? null : new HostPort(host, port);
    }

    /** Returns the port, or -1 when {@code text} is none. */
    static int parsePort(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port <= 65535 ? port : -1;
    }

    /** True when the host means "every address of this machine" and so cannot be dialled from elsewhere. */
    public boolean isWildcard() {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("*");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
