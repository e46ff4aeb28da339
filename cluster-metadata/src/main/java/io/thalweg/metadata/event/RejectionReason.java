package io.thalweg.metadata.event;

/** Why a command was refused; the names are those of {@code ErrorReason} on the wire, which says what each means. */
public enum RejectionReason {
    INVALID_REQUEST,
    TOPIC_NOT_FOUND,
    PARTITION_OUT_OF_RANGE,
    NOT_LEADER,
    STALE_LEADER_EPOCH,
    TOPIC_EXISTS,
    INVALID_NAME,
    INVALID_CONFIG,
    NOT_ENOUGH_BROKERS,
    BROKER_NOT_FOUND,
    WRONG_CLUSTER,
    STALE_VERSION,
    BROKER_ID_IN_USE,
    INTERNAL_TOPIC,
    STALE_BROKER_EPOCH,
    WOULD_LOSE_DATA,
    RECOVERY_NOT_NEEDED,
    BROKER_NOT_READY,
    BROKER_IN_USE,
    BROKER_REMOVED,
    REASSIGNMENT_IN_PROGRESS,
    NOT_ENOUGH_REPLICAS,
    OVERLOADED,
    NOT_METADATA_LEADER,
    NO_METADATA_QUORUM,
    TIMED_OUT,
    INTERNAL
}
