package io.thalweg.client.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data are at fault: a record that cannot be serialized or read, a batch that is corrupt. */
public non-sealed class DataException extends ThalwegException {
    public DataException(ErrorReason reason, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(reason, message, details, cause);
    }
}
