package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.runtime.access.AppendListener;
import io.thalweg.broker.runtime.access.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The listeners of the appends that the replica has not answered. Only for the loop; the replica bounds their number. */
final class PendingAppends {
    private final Map<Long, AppendListener> listeners = new HashMap<>();
    private long lastToken;

    /** @return the token under which the replica will answer */
    long add(AppendListener listener) {
        lastToken++;
        listeners.put(lastToken, listener);
        return lastToken;
    }

    void complete(long token, Appended result) {
        AppendListener listener = listeners.remove(token);
        if (listener != null) {
            listener.appended(result);
        }
    }

    void reject(long token, Rejection rejection) {
        AppendListener listener = listeners.remove(token);
        if (listener != null) {
            listener.refused(new Refusal.ByReplica(rejection));
        }
    }

    void rejectAll(Rejection rejection) {
        List<AppendListener> waiting = List.copyOf(listeners.values());
        listeners.clear();
        waiting.forEach(listener -> listener.refused(new Refusal.ByReplica(rejection)));
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }
}
