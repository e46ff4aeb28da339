package io.thalweg.client.api;

/** Why something failed. The names of failures that a broker reports are those of the wire protocol. */
public enum ErrorReason {
    INVALID_REQUEST(Kind.REJECTED, "correct the request as the message says"),
    TOPIC_NOT_FOUND(Kind.REJECTED, "create the topic, or check its name"),
    PARTITION_OUT_OF_RANGE(Kind.REJECTED, "use a partition below the topic's partition count"),
    NOT_LEADER(Kind.RETRIABLE, "retry; the leader of the partition is changing"),
    STALE_LEADER_EPOCH(Kind.RETRIABLE, "retry; the leader of the partition has changed"),
    NOT_ENOUGH_REPLICAS(
            Kind.RETRIABLE, "bring brokers that hold replicas back, or lower min.insync.replicas of the topic"),
    RECORD_TOO_LARGE(Kind.REJECTED, "send a smaller record, or raise max.message.bytes of the topic"),
    CORRUPT_BATCH(Kind.DATA, "check memory and network of both ends; the data were damaged on their way or at rest"),
    OFFSET_OUT_OF_RANGE(Kind.REJECTED, "seek to an offset that exists, or set a reset policy on the consumer"),
    OFFSET_NOT_YET_AVAILABLE(Kind.RETRIABLE, "retry; the leader has not committed that offset yet"),
    OUT_OF_ORDER_SEQUENCE(
            Kind.FATAL, "close the producer and build a new one; check whether earlier records of it were stored"),
    PRODUCER_FENCED(Kind.FATAL, "close this producer; a newer one with the same id is active"),
    LOG_END_MISMATCH(Kind.REJECTED, "read the newer records, then decide again"),
    OVERLOADED(Kind.RETRIABLE, "slow down, or add brokers"),
    TOPIC_EXISTS(Kind.REJECTED, "use the existing topic, or choose another name"),
    INVALID_NAME(Kind.REJECTED, "use 1 to 249 letters, digits, dots, underscores and dashes"),
    INVALID_CONFIG(Kind.REJECTED, "correct the setting that the message names"),
    NOT_ENOUGH_BROKERS(Kind.REJECTED, "ask for fewer replicas, or start more brokers"),
    BROKER_NOT_FOUND(Kind.REJECTED, "check the broker id; the cluster description lists those that exist"),
    GROUP_NOT_FOUND(Kind.REJECTED, "check the name of the group"),
    GROUP_NOT_EMPTY(Kind.REJECTED, "stop the members of the group first"),
    NOT_COORDINATOR(Kind.RETRIABLE, "retry; the coordinator of the group is moving"),
    UNKNOWN_MEMBER(Kind.REJECTED, "poll again to rejoin the group; records since the last commit are delivered again"),
    FENCED_MEMBER(Kind.REJECTED, "poll again; the partition now belongs to another member, which processes it again"),
    WRONG_CLUSTER(Kind.FATAL, "check the bootstrap addresses; they lead to another cluster"),
    STALE_VERSION(Kind.RETRIABLE, "retry; someone else changed it at the same time"),
    BROKER_ID_IN_USE(Kind.REJECTED, "give each broker its own id and data folder"),
    INTERNAL_TOPIC(Kind.REJECTED, "leave internal topics to the brokers"),
    STALE_BROKER_EPOCH(Kind.RETRIABLE, "retry; the broker is restarting"),
    WOULD_LOSE_DATA(Kind.REJECTED, "bring other replicas or voters back first"),
    RECOVERY_NOT_NEEDED(Kind.REJECTED, "leave the partition alone: it has a leader"),
    BROKER_NOT_USABLE(Kind.REJECTED, "choose another broker, start this one, or let it take replicas again"),
    BROKER_IN_USE(Kind.REJECTED, "drain it and move its replicas away first; a voter leaves the quorum first"),
    BROKER_REMOVED(Kind.FATAL, "start it with an empty data folder if it shall be a broker again"),
    ANOTHER_BROKER_STOPS(Kind.RETRIABLE, "retry; brokers stop one after the other"),
    FEATURE_LEVEL_UNSUPPORTED(Kind.REJECTED, "upgrade the brokers that do not support the level"),
    REASSIGNMENT_IN_PROGRESS(Kind.REJECTED, "wait until it has ended, or cancel it"),
    DISK_FULL(Kind.RETRIABLE, "free disk space on the broker, or lower retention"),
    LEASE_EXPIRED(
            Kind.RETRIABLE,
            "retry, or use acks all; the leader is cut off from the metadata voters: bring them or the network back"),
    BROKER_NOT_READY(Kind.RETRIABLE, "retry; the broker is starting or stopping"),
    NOT_METADATA_LEADER(Kind.RETRIABLE, "retry; the metadata leader is changing"),
    NO_METADATA_QUORUM(Kind.RETRIABLE, "bring a majority of the metadata voters back"),
    VOTER_CHANGE_IN_PROGRESS(Kind.REJECTED, "wait until the other change of the voters is done"),
    WOULD_LOSE_QUORUM(Kind.REJECTED, "bring the voters back that are not live, or add another one first"),
    VOTER_UNREACHABLE(Kind.REJECTED, "check that the broker runs and that the voters reach its peer and Raft ports"),
    ALREADY_VOTER(Kind.REJECTED, "nothing is to be done; list the voters"),
    NOT_A_VOTER(Kind.REJECTED, "check the broker id; list the voters"),
    TIMED_OUT(Kind.RETRIABLE, "check that the brokers are alive and not overloaded, or allow more time", true),
    LEADERSHIP_LOST(Kind.RETRIABLE, "check whether the records were stored before sending them again", true),
    INTERNAL(Kind.FATAL, "look into the broker's log for the cause and report it", true),

    /** No broker could be reached. */
    UNREACHABLE(Kind.RETRIABLE, "check the addresses, that the brokers run, and that no firewall is between"),
    /** The answer got lost with the connection. */
    CONNECTION_LOST(Kind.RETRIABLE, "check whether the records were stored before sending them again", true),
    /** The producer's memory is used up. */
    BUFFER_FULL(Kind.RETRIABLE, "send slower, raise bufferMemory, or let send block with BufferFull.block"),
    /** The delivery deadline passed before the record was ever sent. */
    DELIVERY_EXPIRED(Kind.RETRIABLE, "check that the brokers are alive and not overloaded, or raise deliveryTimeout"),
    /** An earlier batch of the partition failed with an unknown outcome, so later sequences cannot be sent safely. */
    SEQUENCE_BROKEN(Kind.FATAL, "check which records were stored; the producer goes on with a new id where it is safe"),
    /** The client, producer or consumer was closed. */
    CLOSED(Kind.FATAL, "use an open client"),
    /** A serializer failed. */
    SERIALIZATION(Kind.DATA, "check the serializer and the value"),
    /** A deserializer failed. */
    DESERIALIZATION(Kind.DATA, "deal with the record, then skip it with consumer.skip(exception)"),
    /** A reason that this version of the library does not know. */
    UNKNOWN(Kind.FATAL, "update the client library", true);

    /** What a failure asks for; one exception class each. */
    public enum Kind {
        RETRIABLE,
        REJECTED,
        DATA,
        FATAL
    }

    private final Kind kind;
    private final String remedy;
    private final boolean outcomeUnknown;

    ErrorReason(Kind kind, String remedy) {
        this(kind, remedy, false);
    }

    ErrorReason(Kind kind, String remedy, boolean outcomeUnknown) {
        this.kind = kind;
        this.remedy = remedy;
        this.outcomeUnknown = outcomeUnknown;
    }

    public Kind kind() {
        return kind;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }

    /** The request may or may not have taken effect. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
