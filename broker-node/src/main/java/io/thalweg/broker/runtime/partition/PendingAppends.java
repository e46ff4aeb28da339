package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.runtime.access.AppendListener;
import io.thalweg.broker.runtime.access.Refusal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The listeners of the appends that the replica has not answered. Only for the loop; the replica bounds their number. */
final class PendingAppends {
    /** From the first append on: many partitions never get one. */
    private @Nullable Map<Long, AppendListener> listeners;

    private long lastToken;

    /** @return the token under which the replica will answer */
    long add(AppendListener listener) {
        Map<Long, AppendListener> known = listeners;
        if (known == null) {
            known = new HashMap<>();
            listeners = known;
        }
        lastToken++;
        known.put(lastToken, listener);
        return lastToken;
    }

    void complete(long token, Appended result) {
        AppendListener listener = remove(token);
        if (listener != null) {
            listener.appended(result);
        }
    }

    void reject(long token, Rejection rejection) {
        AppendListener listener = remove(token);
        if (listener != null) {
            listener.refused(new Refusal.ByReplica(rejection));
        }
    }

    void rejectAll(Rejection rejection) {
        Map<Long, AppendListener> known = listeners;
        if (known != null) {
            listeners = null;
            known.values().forEach(listener -> listener.refused(new Refusal.ByReplica(rejection)));
        }
    }

    boolean isEmpty() {
        return listeners == null || listeners.isEmpty();
    }

    private @Nullable AppendListener remove(long token) {
        return listeners == null ? null : listeners.remove(token);
    }
}
