package io.thalweg.client.api;

import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Every failure that the library reports. The four kinds say what to do: {@link RetriableException} try again later, {@link RejectedException} change the
 * request or the cluster, {@link DataException} look at the data, {@link FatalException} give up this client, producer or consumer.
 */
public abstract sealed class ThalwegException extends RuntimeException
        permits RetriableException, RejectedException, DataException, FatalException {
    private final ErrorReason reason;
    private final transient Map<String, String> details;

    ThalwegException(ErrorReason reason, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.details = Map.copyOf(details);
    }

    /** Machine-readable reason; stable across versions. */
    public final ErrorReason reason() {
        return reason;
    }

    /** Facts about this failure, such as {@code topic} or {@code limit}; docs/errors.md lists the keys of each reason. */
    public final Map<String, String> details() {
        return details;
    }

    /** What to do about it, in a sentence. */
    public final String remedy() {
        return reason.remedy();
    }

    /** The request may or may not have taken effect. False means: it has definitely changed nothing. */
    public final boolean outcomeUnknown() {
        return reason.outcomeUnknown();
    }

    /** The exception of the kind that belongs to the reason. */
    public static ThalwegException of(
            ErrorReason reason, String message, Map<String, String> details, @Nullable Throwable cause) {
        return switch (reason.kind()) {
            case RETRIABLE -> new RetriableException(reason, message, details, cause);
            case REJECTED -> new RejectedException(reason, message, details, cause);
            case DATA -> new DataException(reason, message, details, cause);
            case FATAL -> new FatalException(reason, message, details, cause);
        };
    }

    /** As the other, without details and cause. */
    public static ThalwegException of(ErrorReason reason, String message) {
        return of(reason, message, Map.of(), null);
    }

    /** Finds the library's exception in what {@code join()} or {@code get()} of a future threw; anything else becomes {@link ErrorReason#INTERNAL}. */
    public static ThalwegException from(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ThalwegException known) {
            return known;
        }
        return of(ErrorReason.INTERNAL, "unexpected " + cause, Map.of(), cause);
    }
}
