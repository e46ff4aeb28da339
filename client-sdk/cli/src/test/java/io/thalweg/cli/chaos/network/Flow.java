package io.thalweg.cli.chaos.network;

/** What goes from one place to another one: a broker, or {@link #CLIENTS}. */
public record Flow(int from, int to) {
    /** The place of all who are no broker. */
    public static final int CLIENTS = 0;
}
