package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.ReplicaAction;
import java.util.ArrayList;
import java.util.List;

/** Collects the actions of one call. */
final class Outbox {
    private List<ReplicaAction> actions = new ArrayList<>();

    void add(ReplicaAction action) {
        actions.add(action);
    }

    List<ReplicaAction> take() {
        if (actions.isEmpty()) {
            return List.of();
        }
        List<ReplicaAction> taken = actions;
        actions = new ArrayList<>();
        return taken;
    }
}
