package io.thalweg.broker.simulation;

import io.thalweg.metadata.model.BrokerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dials and keeps the streams between brokers; each direction between two brokers can be cut on its own. */
final class SimNetwork {
    private static final long REDIAL_MILLIS = 40;
    /** A stream on which nothing was heard for so long is dead. */
    private static final long SILENCE_MILLIS = 300;

    private final SimClock clock;
    private final long laneBytes;
    private final Map<BrokerId, SimBroker> brokers;
    /** By follower and leader. */
    private final Map<List<BrokerId>, SimStream> streams = new HashMap<>();

    /** By sender and receiver. */
    private final Set<List<BrokerId>> cut = new HashSet<>();

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
            if (leader == null || !leader.up() || isCut(follower.id(), leaderId) || isCut(leaderId, follower.id())) {
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
            old.breakNow(false);
        }
        SimStream stream = new SimStream(clock, this, follower, leader, ++numbers, laneBytes);
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

    /** Nothing gets from one broker to the other any more; who hears nothing gives the stream up after a while. */
    void cut(BrokerId from, BrokerId to) {
        cut.add(List.of(from, to));
        for (SimStream stream : between(from, to)) {
            clock.in(clock.between(SILENCE_MILLIS, 2 * SILENCE_MILLIS), () -> {
                if (isCut(from, to)) {
                    stream.breakNow(false);
                }
            });
        }
    }

    void heal(BrokerId from, BrokerId to) {
        if (cut.remove(List.of(from, to))) {
            between(from, to).forEach(SimStream::flush);
        }
    }

    void healAll() {
        for (List<BrokerId> pair : List.copyOf(cut)) {
            heal(pair.get(0), pair.get(1));
        }
    }

    boolean isCut(BrokerId from, BrokerId to) {
        return cut.contains(List.of(from, to));
    }

    private List<SimStream> between(BrokerId a, BrokerId b) {
        List<SimStream> found = new ArrayList<>();
        for (List<BrokerId> key : List.of(List.of(a, b), List.of(b, a))) {
            SimStream stream = streams.get(key);
            if (stream != null && stream.alive()) {
                found.add(stream);
            }
        }
        return found;
    }

    void breakBetween(BrokerId a, BrokerId b) {
        between(a, b).forEach(stream -> stream.breakNow(false));
    }

    /** The broker is gone: all its streams break. If its machine is, nothing says so but the silence. */
    void breakAllOf(BrokerId broker, boolean silently) {
        for (SimStream stream : new ArrayList<>(streams.values())) {
            if (stream.follower.id().equals(broker) || stream.leader.id().equals(broker)) {
                stream.breakNow(silently);
            }
        }
    }
}
