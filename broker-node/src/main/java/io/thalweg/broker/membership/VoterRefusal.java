package io.thalweg.broker.membership;

import io.thalweg.metadata.model.Endpoint;
import io.thalweg.proto.v1.ErrorReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A voter did not do what was asked. Thrown by futures of the transport, and the end of a session stream. */
public final class VoterRefusal extends RuntimeException {

    private static final String HOST = "host";
    private static final String PORT = "port";

    private final ErrorReason reason;
    private final transient Map<String, String> details;

    /**
     * Creates the refusal.
     *
     * @param reason documented reason; {@code BROKER_NOT_READY} when nothing listens there, unspecified when the answer did not come
     * @param details the keys that {@code error.proto} names for the reason
     */
    public VoterRefusal(ErrorReason reason, String message, Map<String, String> details) {
        super(message, null, false, false);
        this.reason = reason;
        this.details = Map.copyOf(details);
    }

    /** Returns why, unspecified when the answer did not come. */
    public ErrorReason reason() {
        return reason;
    }

    /** Returns the documented details. */
    public Map<String, String> details() {
        return details;
    }

    /** Returns where the metadata leader is, when a voter that is not it told us; else null. */
    public @Nullable Endpoint leaderHint() {
        String host = details.get(HOST);
        String port = details.get(PORT);
        if (reason != ErrorReason.ERROR_REASON_NOT_METADATA_LEADER || host == null || host.isEmpty()) {
            return null;
        }
        return port != null && port.matches("[1-9]\\d{0,4}") ? new Endpoint(host, Integer.parseInt(port)) : null;
    }
}
