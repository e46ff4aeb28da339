package io.thalweg.client.internal.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.internal.retry.BrokerError;
import java.util.Map;

/** What a status on the wire means. */
final class StatusMapper {
    private StatusMapper() {}

    /** The failure of a call or a stream. */
    static BrokerError toError(Throwable failure) {
        Status details = StatusProto.fromThrowable(failure);
        if (details != null && details.getDetailsCount() > 0) {
            return toError(details);
        }
        io.grpc.Status status = io.grpc.Status.fromThrowable(failure);
        return BrokerError.of(reasonOf(status), explain(status));
    }

    /** The failure of one request on a stream that lives on. */
    static BrokerError toError(Status status) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    ErrorInfo info = detail.unpack(ErrorInfo.class);
                    return new BrokerError(reasonOf(info.getReason()), status.getMessage(), info.getMetadataMap());
                } catch (InvalidProtocolBufferException e) {
                    return BrokerError.of(ErrorReason.UNKNOWN, status.getMessage() + " (unreadable details)");
                }
            }
        }
        return new BrokerError(reasonOf(io.grpc.Status.fromCodeValue(status.getCode())), status.getMessage(), Map.of());
    }

    private static ErrorReason reasonOf(String name) {
        for (ErrorReason reason : ErrorReason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return ErrorReason.UNKNOWN;
    }

    /** For errors that do not come from a broker's code but from the transport. */
    private static ErrorReason reasonOf(io.grpc.Status status) {
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> ErrorReason.TIMED_OUT;
            case RESOURCE_EXHAUSTED -> ErrorReason.OVERLOADED;
            case UNIMPLEMENTED, INVALID_ARGUMENT -> ErrorReason.INVALID_REQUEST;
            case INTERNAL, UNKNOWN, DATA_LOSS -> ErrorReason.INTERNAL;
            default -> isRefused(status) ? ErrorReason.UNREACHABLE : ErrorReason.CONNECTION_LOST;
        };
    }

    private static boolean isRefused(io.grpc.Status status) {
        Throwable cause = status.getCause();
        while (cause != null) {
            if (cause instanceof java.net.ConnectException || cause instanceof java.net.UnknownHostException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String explain(io.grpc.Status status) {
        Throwable cause = status.getCause();
        String description = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        return cause == null || cause.getMessage() == null
                ? description
                : description + " (" + cause.getMessage() + ")";
    }
}
