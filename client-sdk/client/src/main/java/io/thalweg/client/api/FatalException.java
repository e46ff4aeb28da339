package io.thalweg.client.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This client, producer or consumer cannot go on; close it and build a new one. */
public final class FatalException extends ThalwegException {
    public FatalException(ErrorReason reason, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(reason, message, details, cause);
    }
}
