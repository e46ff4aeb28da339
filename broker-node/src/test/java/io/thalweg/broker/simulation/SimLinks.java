package io.thalweg.broker.simulation;

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
    private final Map<BrokerId, SimStream> live = new HashMap<>();
    private final Map<BrokerId, Set<PartitionUid>> waiting = new HashMap<>();

    SimLinks(SimBroker broker, Simulation simulation) {
        this.broker = broker;
        this.simulation = simulation;
    }

    void request(PartitionUid uid, BrokerId leader) {
        waiting.values().forEach(uids -> uids.remove(uid));
        SimStream stream = live.get(leader);
        if (stream != null) {
            tell(uid, stream);
            return;
        }
        boolean first = !wants(leader);
        waiting.computeIfAbsent(leader, unused -> new HashSet<>()).add(uid);
        if (first) {
            simulation.network().dial(broker, broker.life(), leader);
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

    boolean wants(BrokerId leader) {
        Set<PartitionUid> uids = waiting.get(leader);
        return uids != null && !uids.isEmpty();
    }

    void linked(SimStream stream) {
        SimStream current = live.get(stream.leader.id());
        if (current != null && current.atFollower.number() > stream.atFollower.number()) {
            return;
        }
        live.put(stream.leader.id(), stream);
        Set<PartitionUid> uids = waiting.remove(stream.leader.id());
        if (uids != null) {
            uids.stream().sorted().forEach(uid -> tell(uid, stream));
        }
    }

    /** A stream that broke before it was of use to anybody is dialled again. */
    void gone(SimStream stream) {
        BrokerId leader = stream.leader.id();
        live.remove(leader, stream);
        if (!live.containsKey(leader) && wants(leader)) {
            simulation.network().dial(broker, broker.life(), leader);
        }
    }

    @Nullable
    SimStream toLeader(BrokerId leader, long number) {
        SimStream stream = live.get(leader);
        return stream != null && stream.atFollower.number() == number ? stream : null;
    }

    void clear() {
        live.clear();
        waiting.clear();
    }
}
