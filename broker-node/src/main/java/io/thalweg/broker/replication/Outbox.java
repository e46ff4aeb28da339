package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.ReplicaAction;
import java.util.ArrayList;
import java.util.List;

/** Collects the actions of one call. */
final class Outbox {
    /** Empty between calls, and then no list of its own: there are as many as partitions. */
    private List<ReplicaAction> actions = List.of();

    void add(ReplicaAction action) {
        actions = actions.isEmpty() ? new ArrayList<>() : actions;
        actions.add(action);
    }

    List<ReplicaAction> take() {
        List<ReplicaAction> taken = actions;
        actions = List.of();
        return taken;
    }
}
