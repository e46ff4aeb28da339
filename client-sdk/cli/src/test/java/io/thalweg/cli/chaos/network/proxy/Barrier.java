package io.thalweg.cli.chaos.network.proxy;

/** What must not pass. */
@FunctionalInterface
public interface Barrier {
    Barrier NONE = (from, to) -> false;

    /** Whether what goes from one place to another one is held; places as in {@link Sources}. */
    boolean holds(int from, int to);
}
