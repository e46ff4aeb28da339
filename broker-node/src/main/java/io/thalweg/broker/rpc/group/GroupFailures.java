package io.thalweg.broker.rpc.group;

import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RefusalMapper;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.runtime.group.GroupRefusal;
import io.thalweg.proto.v1.ErrorReason;
import java.util.HashMap;
import java.util.Map;

/** Says for a client why a group request was refused. Thread-safe. */
final class GroupFailures implements GroupRefusal.Handler<Failure> {
    private final LeaderHints hints;

    GroupFailures(LeaderHints hints) {
        this.hints = hints;
    }

    Failure of(GroupRefusal refusal) {
        return refusal.dispatch(this);
    }

    @Override
    public Failure byGroup(GroupRefusal.ByGroup refusal) {
        return Failure.of(
                StatusMapper.reason(refusal.rejection().reason().name()),
                refusal.rejection().message());
    }

    @Override
    public Failure notCoordinator(GroupRefusal.NotCoordinator refusal) {
        Map<String, String> details = new HashMap<>(hints.details(refusal.partition()));
        String leader = details.get("leader");
        return new Failure(
                ErrorReason.ERROR_REASON_NOT_COORDINATOR,
                leader == null ? "The group has no coordinator now." : "Broker " + leader + " coordinates the group.",
                details);
    }

    @Override
    public Failure byPartition(GroupRefusal.ByPartition refusal) {
        return RefusalMapper.failure(refusal.refusal(), refusal.partition(), hints);
    }
}
