package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.AppendRequest;
import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.view.LogCondition;
import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.ReplicaStatus;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;

/**
 * The log holds damaged bytes. Nothing is served from it, and it must not count; it begins anew as an empty follower,
 * in this order:
 *
 * <ol>
 *   <li>a durable mark, so that a restart does not take the log for whole;
 *   <li>ReportFault, until the image shows it: from then on no leader counts what this replica acknowledged before.
 *       Not needed for a log that was marked when the process started, since the registration reported it and nothing
 *       was acknowledged since;
 *   <li>once another broker leads and this one's entry does not count, the log is forgotten, and the replica follows.
 * </ol>
 *
 * While nobody else leads, the bytes stay: they may be all that is left. An operator's recovery that makes this replica
 * the leader takes them as they are.
 */
final class DamagedState implements ReplicaState {
    private final ReplicaContext context;
    private final String cause;
    private final boolean registeredAsLossy;
    private long reportAtMillis;

    /** Damage found now. */
    DamagedState(ReplicaContext context, String cause) {
        this(context, cause, false);
    }

    private DamagedState(ReplicaContext context, String cause, boolean registeredAsLossy) {
        this.context = context;
        this.cause = cause;
        this.registeredAsLossy = registeredAsLossy;
    }

    /** Damage that the log was marked with when the process started. */
    static DamagedState fromStart(ReplicaContext context) {
        return new DamagedState(context, "the log was marked as damaged", true);
    }

    @Override
    public ReplicaRole role() {
        return ReplicaRole.DAMAGED;
    }

    @Override
    public ReplicaContext context() {
        return context;
    }

    @Override
    public void enter() {
        announce();
        context.log().damaged(true, context.outbox());
    }

    @Override
    public void onDamage(String more) {}

    @Override
    public void onAppend(AppendRequest request) {
        context.reject(request, new Rejection.Faulted(cause, true));
    }

    @Override
    public void onView() {
        proceed();
    }

    @Override
    public void onTick() {
        proceed();
    }

    private void proceed() {
        if (!context.hasView()) {
            return;
        }
        PartitionView view = context.view();
        if (isRecoveredLeader(view)) {
            context.log().damaged(false, context.outbox());
            context.reconsider();
        } else if (!context.log().damageIsDurable()) {
            return;
        } else if (mayForget(view)) {
            context.settleFault();
            context.log().forget(context.outbox());
            context.reconsider();
        } else if (!isReported(view) && context.nowMillis() >= reportAtMillis) {
            reportAtMillis = context.nowMillis() + context.settings().retryMillis();
            context.outbox().add(new ReplicaAction.ReportDamage(cause));
        }
    }

    private boolean isReported(PartitionView view) {
        return registeredAsLossy || view.fault(self()) > context.settledFault();
    }

    private boolean mayForget(PartitionView view) {
        ReplicaStatus own = view.status(self());
        BrokerId leader = view.leader();
        return isReported(view)
                && leader != null
                && !leader.equals(self())
                && own != null
                && own.epoch().equals(context.identity().brokerEpoch())
                && !view.holders().contains(entry());
    }

    /** Whether the present leadership is that of a recovery, which chose this log with its damage. */
    private boolean isRecoveredLeader(PartitionView view) {
        return context.log().condition() != LogCondition.UNREADABLE
                && view.recoveryEpoch() == view.leaderEpoch().value()
                && self().equals(view.leader())
                && view.holders().contains(entry());
    }

    private Holder entry() {
        return new Holder(self(), context.identity().brokerEpoch());
    }

    private BrokerId self() {
        return context.identity().broker();
    }
}
