package io.thalweg.broker.replication;

import java.util.Map;
import java.util.Set;

/**
 * Every legal change of state, in one place.
 *
 * <ul>
 *   <li>Idle: no leader is known, or it is this broker but it may not lead yet.
 *   <li>Following: knows a leader; asks for a stream, has sent Follow, or waits to repeat it. A divergence cuts the log
 *       and asks again at once, in order with the write of the cut.
 *   <li>Matched: the log is a prefix of the leader's and grows with its data.
 *   <li>Leader: leads one epoch.
 *   <li>Damaged: holds bytes that must not count; begins anew with an empty log when it may.
 *   <li>Stopped: a fault; for good.
 * </ul>
 *
 * A new leader epoch always makes a new state object, so nothing learned in an old epoch survives (rule R7).
 */
final class ReplicaTransitions {
    private static final Map<Class<? extends ReplicaState>, Set<Class<? extends ReplicaState>>> LEGAL = Map.of(
            IdleState.class,
            Set.of(IdleState.class, FollowingState.class, LeaderState.class, DamagedState.class, StoppedState.class),
            FollowingState.class,
            Set.of(
                    IdleState.class,
                    FollowingState.class,
                    MatchedState.class,
                    LeaderState.class,
                    DamagedState.class,
                    StoppedState.class),
            MatchedState.class,
            Set.of(IdleState.class, FollowingState.class, LeaderState.class, DamagedState.class, StoppedState.class),
            LeaderState.class,
            Set.of(IdleState.class, FollowingState.class, LeaderState.class, DamagedState.class, StoppedState.class),
            DamagedState.class,
            Set.of(IdleState.class, FollowingState.class, LeaderState.class, StoppedState.class),
            StoppedState.class,
            Set.of());

    private ReplicaTransitions() {}

    static void check(ReplicaState from, ReplicaState to) {
        Invariant.check(
                LEGAL.getOrDefault(from.getClass(), Set.of()).contains(to.getClass()),
                from.getClass().getSimpleName() + " may become " + to.getClass().getSimpleName());
    }
}
