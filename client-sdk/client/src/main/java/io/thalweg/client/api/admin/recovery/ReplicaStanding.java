package io.thalweg.client.api.admin.recovery;

/** What the metadata thinks of a replica. */
public enum ReplicaStanding {
    /** It need not have every committed record. */
    OUTSIDE,
    /** A holder: it has every committed record. */
    VALIDATED,
    /** A holder that may have lost records since: it neither leads nor counts. */
    SUSPECT,
    /** Of a newer version of the cluster. */
    UNKNOWN
}
