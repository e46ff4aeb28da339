package io.thalweg.client.internal.runtime.cluster;

import io.thalweg.client.api.BrokerAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The brokers to try one after the other: those the cluster reported, then the bootstrap list. Not thread-safe. */
final class Candidates {
    private final List<BrokerAddress> bootstrap;
    private final Map<BrokerAddress, String> failures = new LinkedHashMap<>();
    private List<BrokerAddress> all;
    private int next = -1;

    Candidates(List<BrokerAddress> bootstrap) {
        this.bootstrap = bootstrap;
        this.all = bootstrap;
    }

    /** The cluster reported these brokers. */
    void learn(Set<BrokerAddress> brokers) {
        Set<BrokerAddress> merged = new LinkedHashSet<>(brokers);
        merged.addAll(bootstrap);
        all = new ArrayList<>(merged);
    }

    /** Any thread may ask. */
    BrokerAddress first() {
        return bootstrap.get(0);
    }

    BrokerAddress next() {
        next = (next + 1) % all.size();
        return all.get(next);
    }

    void failed(BrokerAddress broker, String why) {
        failures.put(broker, why);
    }

    void succeeded() {
        failures.clear();
    }

    /** Every candidate has failed since the last success. */
    boolean exhausted() {
        return failures.keySet().containsAll(all);
    }

    String explain() {
        List<String> lines = new ArrayList<>();
        failures.forEach((broker, why) -> lines.add(broker + ": " + why));
        return lines.isEmpty() ? "no answer from " + bootstrap : String.join("; ", lines);
    }
}
