package io.thalweg.cli.chaos.network;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What {@code -Dchaos.network} can name. */
public enum NetworkKind {
    /** A network namespace per broker: Linux and root. */
    NAMESPACES("Each broker lives in a network namespace.") {
        @Override
        public Network create(int brokers, Supplier<Map<Long, Integer>> processes) {
            return new Namespaces(brokers);
        }

        @Override
        public boolean isPossible() {
            return Namespaces.allowed();
        }
    },
    /** A TCP proxy before each port of a broker: Linux. */
    PROXY("Each broker is behind a TCP proxy.") {
        @Override
        public Network create(int brokers, Supplier<Map<Long, Integer>> processes) {
            return new Proxies(brokers, processes);
        }

        @Override
        public boolean isPossible() {
            return Proxies.allowed();
        }
    },
    /** Nothing between the brokers, and nothing can be cut. */
    LOOPBACK("All brokers are on the loopback address.") {
        @Override
        public Network create(int brokers, Supplier<Map<Long, Integer>> processes) {
            return new Loopback(brokers);
        }

        @Override
        public boolean isPossible() {
            return true;
        }
    };

    private final String description;

    NetworkKind(String description) {
        this.description = description;
    }

    /** A sentence for people. */
    public String description() {
        return description;
    }

    /**
     * Makes one.
     *
     * @param brokers how many, with ids from 1
     * @param processes the id of the broker by that of its process, for those that run; asked from any thread
     */
    public abstract Network create(int brokers, Supplier<Map<Long, Integer>> processes);

    public abstract boolean isPossible();

    /** The one that {@code chaos.network} names, or else the first that is possible here. */
    public static NetworkKind best() {
        String wanted = System.getProperty("chaos.network", "");
        if (!wanted.isEmpty()) {
            return valueOf(wanted.toUpperCase(Locale.ROOT));
        }
        for (NetworkKind kind : values()) {
            if (kind.isPossible()) {
                return kind;
            }
        }
        return LOOPBACK;
    }
}
