package io.thalweg.cli.chaos.cluster;

import java.util.List;

/** Where brokers listen, and how they are cut off. */
interface Network extends AutoCloseable {
    /** The address of a broker, without a port. */
    String host(int broker);

    /** What to put before a command so that it runs at that broker's place. */
    List<String> inside(int broker);

    /** Whether the two cuts work here. */
    boolean canCut();

    /** Nobody reaches the broker and it reaches nobody; packets vanish, connections stay open. */
    void cut(int broker);

    /** The same between this broker and the other brokers only: clients still reach it. */
    void cutFromBrokers(int broker);

    /** Ends both cuts. */
    void mend(int broker);

    @Override
    void close();

    /** One that can be cut if this machine allows it. */
    static Network best(int brokers) {
        return Namespaces.allowed() ? new Namespaces(brokers) : new Loopback();
    }

    /** All brokers on the loopback address; nothing can be cut. */
    final class Loopback implements Network {
        @Override
        public String host(int broker) {
            return "127.0.0.1";
        }

        @Override
        public List<String> inside(int broker) {
            return List.of();
        }

        @Override
        public boolean canCut() {
            return false;
        }

        @Override
        public void cut(int broker) {
            throw new UnsupportedOperationException("the loopback network cannot be cut");
        }

        @Override
        public void cutFromBrokers(int broker) {
            throw new UnsupportedOperationException("the loopback network cannot be cut");
        }

        @Override
        public void mend(int broker) {}

        @Override
        public void close() {}
    }
}
