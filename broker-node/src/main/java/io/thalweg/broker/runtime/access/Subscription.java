package io.thalweg.broker.runtime.access;

/** Ends a subscription when closed; a call that is under way may still arrive afterwards. Thread-safe, repeatable. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
