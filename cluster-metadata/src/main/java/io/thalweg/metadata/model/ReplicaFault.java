package io.thalweg.metadata.model;

/**
 * A replica was reported to lack records or to hold damaged ones, in its broker's present life. What it acknowledged
 * before says nothing any more: it counts again only on what it copied after it knew of the report.
 *
 * @param broker the broker whose replica it is
 * @param index log index of the report
 */
public record ReplicaFault(BrokerId broker, long index) {

    public ReplicaFault {
        Require.atLeast(index, 1, "index of a fault");
    }

    @Override
    public String toString() {
        return broker + " at " + index;
    }
}
