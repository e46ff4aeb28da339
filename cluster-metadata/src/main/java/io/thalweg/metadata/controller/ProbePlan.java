package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerIdentity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When to ask whether a process that is no longer heard still listens: at once and in quick succession for
 * {@value #QUICK_MILLIS} ms, since a killed process may take a moment to go, then seldom. Pure; confined to one thread.
 */
public final class ProbePlan {

    static final long QUICK_MILLIS = 300;
    static final long QUICK_GAP_MILLIS = 25;
    static final long SLOW_GAP_MILLIS = 500;

    private final Map<BrokerIdentity, Probing> probing = new HashMap<>();

    private record Probing(long sinceMillis, long nextMillis, boolean underWay) {}

    /** The brokers to probe now; each counts as under way until {@link #answered}. */
    public List<Broker> due(Collection<Broker> unheard, long nowMillis) {
        probing.keySet().retainAll(unheard.stream().map(Broker::identity).toList());
        List<Broker> due = new ArrayList<>();
        for (Broker broker : unheard) {
            Probing state = probing.computeIfAbsent(broker.identity(), id -> new Probing(nowMillis, nowMillis, false));
            if (!state.underWay() && nowMillis >= state.nextMillis()) {
                probing.put(broker.identity(), new Probing(state.sinceMillis(), state.nextMillis(), true));
                due.add(broker);
            }
        }
        return due;
    }

    /** A probe of the broker ended without proof of death. */
    public void answered(BrokerIdentity broker, long nowMillis) {
        probing.computeIfPresent(broker, (id, state) -> {
            boolean quick = nowMillis - state.sinceMillis() < QUICK_MILLIS;
            return new Probing(state.sinceMillis(), nowMillis + (quick ? QUICK_GAP_MILLIS : SLOW_GAP_MILLIS), false);
        });
    }
}
