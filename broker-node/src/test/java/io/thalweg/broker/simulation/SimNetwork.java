package io.thalweg.broker.simulation;

import io.thalweg.metadata.model.BrokerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dials and keeps the streams between brokers; pairs can be cut. */
final class SimNetwork {
    private static final long REDIAL_MILLIS = 40;

    private final SimClock clock;
    private final long laneBytes;
    private final Map<BrokerId, SimBroker> brokers;
    /** By follower and leader. */
    private final Map<List<BrokerId>, SimStream> streams = new HashMap<>();

    private final Set<Set<BrokerId>> cut = new HashSet<>();
    private long numbers;

    SimNetwork(SimClock clock, long laneBytes, Map<BrokerId, SimBroker> brokers) {
        this.clock = clock;
        this.laneBytes = laneBytes;
        this.brokers = brokers;
    }

    /** Makes a stream, now or as soon as it can be made, while the follower lives. */
    void dial(SimBroker follower, long life, BrokerId leaderId) {
        clock.in(clock.delay(5, 60), () -> {
            SimBroker leader = brokers.get(leaderId);
            if (follower.life() != life || !follower.wantsLink(leaderId)) {
                return;
            }
            if (leader == null || !leader.up() || isCut(follower.id(), leaderId)) {
                clock.in(REDIAL_MILLIS, () -> dial(follower, life, leaderId));
                return;
            }
            connect(follower, leader);
        });
    }

    private void connect(SimBroker follower, SimBroker leader) {
        List<BrokerId> key = List.of(follower.id(), leader.id());
        SimStream old = streams.get(key);
        if (old != null) {
            leader.post(leader.life(), () -> leader.onFollowerStreamGone(old));
            old.breakNow();
        }
        SimStream stream = new SimStream(clock, follower, leader, ++numbers, laneBytes);
        streams.put(key, stream);
        clock.note("stream %s of %s to %s", numbers, follower.id(), leader.id());
        stream.sendToFollower(() -> follower.onLinked(stream));
        long credit = stream.window.open();
        stream.sendToLeader(() -> leader.onCredit(stream, credit));
    }

    @Nullable
    SimStream stream(BrokerId follower, BrokerId leader) {
        SimStream stream = streams.get(List.of(follower, leader));
        return stream != null && stream.alive() ? stream : null;
    }

    void cut(BrokerId a, BrokerId b) {
        cut.add(Set.of(a, b));
        breakBetween(a, b);
    }

    void heal(BrokerId a, BrokerId b) {
        cut.remove(Set.of(a, b));
    }

    void healAll() {
        cut.clear();
    }

    boolean isCut(BrokerId a, BrokerId b) {
        return cut.contains(Set.of(a, b));
    }

    void breakBetween(BrokerId a, BrokerId b) {
        for (SimStream stream : new ArrayList<>(streams.values())) {
            Set<BrokerId> ends = Set.of(stream.follower.id(), stream.leader.id());
            if (ends.contains(a) && ends.contains(b)) {
                stream.breakNow();
            }
        }
    }

    /** The broker's process is gone: all its streams break. */
    void breakAllOf(BrokerId broker) {
        for (SimStream stream : new ArrayList<>(streams.values())) {
            if (stream.follower.id().equals(broker) || stream.leader.id().equals(broker)) {
                stream.breakNow();
            }
        }
    }
}
