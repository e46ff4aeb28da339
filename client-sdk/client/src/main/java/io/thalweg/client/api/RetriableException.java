package io.thalweg.client.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cluster could not do it now; the same request may succeed later. The library has already retried within its deadline. */
public final class RetriableException extends ThalwegException {
    public RetriableException(
            ErrorReason reason, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(reason, message, details, cause);
    }
}
