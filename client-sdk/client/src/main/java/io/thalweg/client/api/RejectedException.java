package io.thalweg.client.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request cannot succeed as it is: the call, the topic or the cluster must change first. */
public final class RejectedException extends ThalwegException {
    public RejectedException(
            ErrorReason reason, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(reason, message, details, cause);
    }
}
