package io.thalweg.client.fake;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.thalweg.proto.v1.ErrorReason;
import java.util.Map;

/** A request that the fake broker refuses. */
final class Refused extends Exception {
    private final ErrorReason reason;
    private final transient Map<String, String> details;

    Refused(ErrorReason reason, String message) {
        this(reason, message, Map.of());
    }

    Refused(ErrorReason reason, String message, Map<String, String> details) {
        super(message);
        this.reason = reason;
        this.details = details;
    }

    Status toStatus() {
        ErrorInfo info = ErrorInfo.newBuilder()
                .setDomain("thalweg")
                .setReason(reason.name().substring("ERROR_REASON_".length()))
                .putAllMetadata(details)
                .build();
        return Status.newBuilder()
                .setCode(Code.UNAVAILABLE_VALUE)
                .setMessage(String.valueOf(getMessage()))
                .addDetails(Any.pack(info))
                .build();
    }
}
