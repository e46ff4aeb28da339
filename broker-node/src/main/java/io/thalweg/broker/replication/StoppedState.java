package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;

/** Stopped by a fault; the bytes stay as they are. */
record StoppedState(ReplicaContext context, String cause) implements ReplicaState {
    @Override
    public ReplicaRole role() {
        return ReplicaRole.STOPPED;
    }

    @Override
    public void enter() {
        announce();
        context.outbox().add(new ReplicaAction.StopReplica(cause));
    }

    @Override
    public void onDamage(String more) {}

    @Override
    public void onAppend(AppendRequest request) {
        context.reject(request, new Rejection.Faulted(cause, true));
    }
}
