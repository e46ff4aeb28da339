package io.thalweg.broker.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a broker in the order in which they were built; closes them in reverse, whatever one of them throws. */
final class Assembly {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    /** Closes one part. */
    @FunctionalInterface
    interface Closing {
        void run() throws Exception;
    }

    private record Part(String name, Closing closing) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    /** Adds a part that exists now; returns it. */
    <T> T add(String name, T part, Closing closing) {
        parts.push(new Part(name, closing));
        return part;
    }

    /** Closes all parts, the last one first. Repeatable. */
    void close() {
        for (Part part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.closing().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("interrupted while closing {}", part.name());
            } catch (Exception e) {
                LOG.warn("closing {} failed", part.name(), e);
            }
        }
    }
}
