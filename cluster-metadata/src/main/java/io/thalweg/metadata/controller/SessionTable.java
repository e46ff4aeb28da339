package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.StorageMark;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the brokers with this metadata leader, at most one per broker id. Confined to one thread.
 *
 * <p>What concerns another epoch than the one that opened the session is ignored.
 */
public final class SessionTable {

    private final SortedMap<BrokerId, BrokerSession> sessions = new TreeMap<>();

    /** The broker registered and has an open stream; replaces its earlier session. */
    public void opened(BrokerIdentity broker, long nowMillis) {
        BrokerSession before = session(broker);
        BrokerSession opened = BrokerSession.opened(broker, nowMillis);
        sessions.put(broker.id(), before == null ? opened : opened.fencedAt(before.neededIndex()));
    }

    /** The broker was heard. */
    public void beat(BrokerIdentity broker, long imageIndex, StorageMark storage, long nowMillis) {
        change(broker, session -> session.beat(imageIndex, storage, nowMillis));
    }

    /** The stream ended; the broker may be alive. */
    public void broken(BrokerIdentity broker) {
        change(broker, BrokerSession::broken);
    }

    /** The broker was fenced at that log index: it is active again only after it has acted on it. */
    public void fenced(BrokerIdentity broker, long index) {
        change(broker, session -> session.fencedAt(index));
    }

    /** The session of exactly that registration, or null. */
    public @Nullable BrokerSession session(BrokerIdentity broker) {
        BrokerSession session = sessions.get(broker.id());
        return session != null && session.broker().equals(broker) ? session : null;
    }

    /** All sessions, in order of broker id. */
    public Collection<BrokerSession> all() {
        return Collections.unmodifiableCollection(sessions.values());
    }

    private void change(BrokerIdentity broker, UnaryOperator<BrokerSession> change) {
        sessions.computeIfPresent(
                broker.id(), (id, session) -> session.broker().equals(broker) ? change.apply(session) : session);
    }
}
