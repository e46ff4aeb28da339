package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.ReplicaRole;

/** Nobody to follow, and not entitled to lead. */
record IdleState(ReplicaContext context) implements ReplicaState {
    @Override
    public ReplicaRole role() {
        return ReplicaRole.IDLE;
    }

    @Override
    public void enter() {
        announce();
    }
}
