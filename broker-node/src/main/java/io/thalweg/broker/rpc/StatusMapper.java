package io.thalweg.broker.rpc;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.thalweg.proto.v1.ErrorReason;
import java.util.Map;
import java.util.TreeMap;

/** The one map from reasons of failure to gRPC statuses; {@code docs/errors.md} is its manual page. Pure. */
public final class StatusMapper {

    /** Domain of every {@code ErrorInfo}. */
    public static final String DOMAIN = "thalweg";

    private static final String PREFIX = "ERROR_REASON_";
    private static final String CRC_MISMATCH = "CRC_MISMATCH";

    // A status travels in HTTP/2 headers, of which clients take 8 KiB; they give up the whole connection beyond that.
    private static final int MOST_MESSAGE_CHARS = 400;
    private static final int MOST_DETAIL_CHARS = 200;

    private StatusMapper() {}

    /** Returns the status of a failure, as streams carry it in their answers. */
    public static Status status(Failure failure) {
        ErrorInfo info = ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(name(failure.reason()))
                .putAllMetadata(details(failure))
                .build();
        return Status.newBuilder()
                .setCode(code(failure).getNumber())
                .setMessage(shortened(failure.message(), MOST_MESSAGE_CHARS))
                .addDetails(Any.pack(info))
                .build();
    }

    private static Map<String, String> details(Failure failure) {
        Map<String, String> details = new TreeMap<>();
        failure.details().forEach((name, value) -> details.put(name, shortened(value, MOST_DETAIL_CHARS)));
        return details;
    }

    private static String shortened(String text, int mostChars) {
        if (text.length() <= mostChars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(mostChars - 1)) ? mostChars - 1 : mostChars;
        return text.substring(0, end) + "...";
    }

    /** Returns the exception that ends a call with that failure. */
    public static StatusRuntimeException exception(Failure failure) {
        return StatusProto.toStatusRuntimeException(status(failure));
    }

    /** Returns the name of a reason as the wire has it, without its prefix. */
    public static String name(ErrorReason reason) {
        return reason.name().substring(PREFIX.length());
    }

    /** Returns the reason of that wire name, {@code INTERNAL} for an unknown one. */
    public static ErrorReason reason(String name) {
        for (ErrorReason reason : ErrorReason.values()) {
            if (reason.name().equals(PREFIX + name)) {
                return reason;
            }
        }
        return ErrorReason.ERROR_REASON_INTERNAL;
    }

    private static Code code(Failure failure) {
        boolean checksum = failure.reason() == ErrorReason.ERROR_REASON_CORRUPT_BATCH
                && CRC_MISMATCH.equals(failure.details().get("cause"));
        return checksum ? Code.DATA_LOSS : code(failure.reason());
    }

    /** Returns the status code of a reason; a corrupt batch with {@code CRC_MISMATCH} is {@code DATA_LOSS} instead. */
    static Code code(ErrorReason reason) {
        return switch (reason) {
            case ERROR_REASON_INVALID_REQUEST,
                    ERROR_REASON_RECORD_TOO_LARGE,
                    ERROR_REASON_CORRUPT_BATCH,
                    ERROR_REASON_INVALID_NAME,
                    ERROR_REASON_INVALID_CONFIG -> Code.INVALID_ARGUMENT;
            case ERROR_REASON_TOPIC_NOT_FOUND, ERROR_REASON_BROKER_NOT_FOUND, ERROR_REASON_GROUP_NOT_FOUND ->
                Code.NOT_FOUND;
            case ERROR_REASON_PARTITION_OUT_OF_RANGE, ERROR_REASON_OFFSET_OUT_OF_RANGE -> Code.OUT_OF_RANGE;
            case ERROR_REASON_STALE_LEADER_EPOCH,
                    ERROR_REASON_STALE_VERSION,
                    ERROR_REASON_STALE_BROKER_EPOCH,
                    ERROR_REASON_VOTER_CHANGE_IN_PROGRESS -> Code.ABORTED;
            case ERROR_REASON_NOT_LEADER,
                    ERROR_REASON_NOT_ENOUGH_REPLICAS,
                    ERROR_REASON_OFFSET_NOT_YET_AVAILABLE,
                    ERROR_REASON_NOT_COORDINATOR,
                    ERROR_REASON_LEASE_EXPIRED,
                    ERROR_REASON_BROKER_NOT_READY,
                    ERROR_REASON_NOT_METADATA_LEADER,
                    ERROR_REASON_NO_METADATA_QUORUM,
                    ERROR_REASON_LEADERSHIP_LOST -> Code.UNAVAILABLE;
            case ERROR_REASON_OUT_OF_ORDER_SEQUENCE,
                    ERROR_REASON_PRODUCER_FENCED,
                    ERROR_REASON_LOG_END_MISMATCH,
                    ERROR_REASON_NOT_ENOUGH_BROKERS,
                    ERROR_REASON_GROUP_NOT_EMPTY,
                    ERROR_REASON_UNKNOWN_MEMBER,
                    ERROR_REASON_FENCED_MEMBER,
                    ERROR_REASON_WRONG_CLUSTER,
                    ERROR_REASON_WOULD_LOSE_DATA,
                    ERROR_REASON_RECOVERY_NOT_NEEDED,
                    ERROR_REASON_BROKER_NOT_USABLE,
                    ERROR_REASON_BROKER_IN_USE,
                    ERROR_REASON_FEATURE_LEVEL_UNSUPPORTED,
                    ERROR_REASON_ANOTHER_BROKER_STOPS,
                    ERROR_REASON_BROKER_REMOVED,
                    ERROR_REASON_REASSIGNMENT_IN_PROGRESS,
                    ERROR_REASON_WOULD_LOSE_QUORUM,
                    ERROR_REASON_VOTER_UNREACHABLE,
                    ERROR_REASON_NOT_A_VOTER -> Code.FAILED_PRECONDITION;
            case ERROR_REASON_OVERLOADED, ERROR_REASON_DISK_FULL -> Code.RESOURCE_EXHAUSTED;
            case ERROR_REASON_TOPIC_EXISTS, ERROR_REASON_BROKER_ID_IN_USE, ERROR_REASON_ALREADY_VOTER ->
                Code.ALREADY_EXISTS;
            case ERROR_REASON_INTERNAL_TOPIC -> Code.PERMISSION_DENIED;
            case ERROR_REASON_TIMED_OUT -> Code.DEADLINE_EXCEEDED;
            case ERROR_REASON_INTERNAL, ERROR_REASON_UNSPECIFIED, UNRECOGNIZED -> Code.INTERNAL;
        };
    }
}
