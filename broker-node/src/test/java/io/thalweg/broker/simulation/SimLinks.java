package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.PartitionUid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The streams that a broker dialled, and who waits for one. */
final class SimLinks {
    private final SimBroker broker;
    private final Simulation simulation;
    private final Map<Target, SimStream> live = new HashMap<>();
    private final Map<Target, Set<PartitionUid>> waiting = new HashMap<>();

    /** Whom to dial, and for which lane. */
    record Target(BrokerId leader, Lane lane) {}

    SimLinks(SimBroker broker, Simulation simulation) {
        this.broker = broker;
        this.simulation = simulation;
    }

    void request(PartitionUid uid, Target target) {
        waiting.values().forEach(uids -> uids.remove(uid));
        SimStream stream = live.get(target);
        if (stream != null) {
            tell(uid, stream);
            return;
        }
        boolean first = !wants(target);
        waiting.computeIfAbsent(target, unused -> new HashSet<>()).add(uid);
        if (first) {
            simulation.network().dial(broker, broker.life(), target);
        }
    }

    private void tell(PartitionUid uid, SimStream stream) {
        broker.post(broker.life(), () -> {
            SimReplica replica = broker.replica(uid);
            if (replica != null) {
                broker.turn().call(replica, core -> core.onLeaderConnected(stream.atFollower));
            }
        });
    }

    boolean wants(Target target) {
        Set<PartitionUid> uids = waiting.get(target);
        return uids != null && !uids.isEmpty();
    }

    void linked(SimStream stream) {
        Target target = targetOf(stream);
        SimStream current = live.get(target);
        if (current != null && current.atFollower.number() > stream.atFollower.number()) {
            return;
        }
        live.put(target, stream);
        Set<PartitionUid> uids = waiting.remove(target);
        if (uids != null) {
            uids.stream().sorted().forEach(uid -> tell(uid, stream));
        }
    }

    /** A stream that broke before it was of use to anybody is dialled again. */
    void gone(SimStream stream) {
        Target target = targetOf(stream);
        live.remove(target, stream);
        if (!live.containsKey(target) && wants(target)) {
            simulation.network().dial(broker, broker.life(), target);
        }
    }

    @Nullable
    SimStream toLeader(PeerStream named) {
        SimStream stream = live.get(new Target(named.peer(), named.lane()));
        return stream != null && stream.atFollower.number() == named.number() ? stream : null;
    }

    private static Target targetOf(SimStream stream) {
        return new Target(stream.leader.id(), stream.lane());
    }

    void clear() {
        live.clear();
        waiting.clear();
    }
}
