package io.thalweg.cli.chaos.network;

/** Which way a cut goes, as the broker that is cut off sees it. */
public enum Direction {
    BOTH,
    /** What it sends is lost; what others send arrives. */
    OUTBOUND,
    /** What others send is lost; what it sends arrives. */
    INBOUND
}
