package io.thalweg.client.internal.retry;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failed request, whoever noticed it.
 *
 * @param reason why
 * @param message what the broker or the connection said
 * @param details facts by name, as the wire protocol defines them for the reason
 */
public record BrokerError(ErrorReason reason, String message, Map<String, String> details) {
    public BrokerError {
        details = Map.copyOf(details);
    }

    public static BrokerError of(ErrorReason reason, String message) {
        return new BrokerError(reason, message, Map.of());
    }

    /** The failure in a future of a port. */
    public static BrokerError from(Throwable thrown) {
        ThalwegException known = ThalwegException.from(thrown);
        return new BrokerError(known.reason(), String.valueOf(known.getMessage()), known.details());
    }

    public ThalwegException toException() {
        return ThalwegException.of(reason, message, details, null);
    }

    /** The leader or coordinator that the broker named instead of itself, or null. */
    public @Nullable BrokerAddress hintedAddress() {
        String host = details.get("host");
        long port = number("port");
        return host == null || host.isEmpty() || port < 1 || port > 65_535 ? null : new BrokerAddress(host, (int) port);
    }

    /** A detail as a number, -1 if it is missing or no number. */
    public long number(String key) {
        String text = details.get(key);
        if (text == null) {
            return -1;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public String toString() {
        return reason + ": " + message;
    }
}
