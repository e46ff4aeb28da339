package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.message.Lane;
import io.thalweg.metadata.model.BrokerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    /** By follower, leader and lane; in an order that does not depend on hash codes, which differ from process to process. */
    private final Map<Key, SimStream> streams = new LinkedHashMap<>();

    /** By sender and receiver. */
    private final Set<List<BrokerId>> cut = new HashSet<>();

    /** Lanes that nothing gets through, while the other lane of the pair goes on. */
    private final Set<Key> held = new LinkedHashSet<>();

    private long numbers;

    private record Key(BrokerId follower, BrokerId leader, Lane lane) {}

    SimNetwork(SimClock clock, long laneBytes, Map<BrokerId, SimBroker> brokers) {
        this.clock = clock;
        this.laneBytes = laneBytes;
        this.brokers = brokers;
    }

    /** Makes a stream, now or as soon as it can be made, while the follower lives. */
    void dial(SimBroker follower, long life, SimLinks.Target target) {
        clock.in(clock.delay(5, 60), () -> {
            BrokerId leaderId = target.leader();
            SimBroker leader = brokers.get(leaderId);
            if (follower.life() != life || !follower.wantsLink(target)) {
                return;
            }
            Key key = new Key(follower.id(), leaderId, target.lane());
            boolean reachable =
                    !isCut(follower.id(), leaderId) && !isCut(leaderId, follower.id()) && !held.contains(key);
            if (leader == null || !leader.up() || !reachable) {
                clock.in(REDIAL_MILLIS, () -> dial(follower, life, target));
                return;
            }
            connect(key, new SimStream.Ends(follower, leader));
        });
    }

    /** What the follower had dialled before ends first: the stream of the same lane, and each of an earlier life. */
    private void connect(Key key, SimStream.Ends ends) {
        SimBroker follower = ends.follower();
        SimBroker leader = ends.leader();
        for (Lane lane : Lane.values()) {
            SimStream old = streams.get(new Key(key.follower, key.leader, lane));
            if (old != null && (lane == key.lane || !old.atLeader.peerEpoch().equals(follower.epoch()))) {
                leader.post(leader.life(), () -> leader.onFollowerStreamGone(old));
                old.breakNow(false);
            }
        }
        SimStream stream = new SimStream(clock, this, ends, key.lane, ++numbers, laneBytes);
        streams.put(key, stream);
        clock.note("stream %s of %s to %s for %s", numbers, follower.id(), leader.id(), key.lane);
        stream.sendToFollower(() -> follower.onLinked(stream));
        long credit = stream.window.open();
        stream.sendToLeader(() -> leader.onCredit(stream, credit));
    }

    @Nullable
    SimStream stream(BrokerId follower, BrokerId leader, Lane lane) {
        SimStream stream = streams.get(new Key(follower, leader, lane));
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

    /** Nothing gets through on one lane for a while; if it is too long, whoever hears nothing gives the stream up. */
    void hold(BrokerId follower, BrokerId leader, Lane lane, long millis) {
        Key key = new Key(follower, leader, lane);
        held.add(key);
        SimStream stream = streams.get(key);
        long patience = clock.between(SILENCE_MILLIS, 2 * SILENCE_MILLIS);
        if (stream != null && millis > patience) {
            clock.in(patience, () -> {
                if (held.contains(key)) {
                    stream.breakNow(false);
                }
            });
        }
        clock.in(millis, () -> release(key));
    }

    private void release(Key key) {
        SimStream stream = streams.get(key);
        if (held.remove(key) && stream != null && stream.alive()) {
            stream.flush();
        }
    }

    boolean isHeld(SimStream stream) {
        return held.contains(new Key(stream.follower.id(), stream.leader.id(), stream.lane()));
    }

    void healAll() {
        List.copyOf(held).forEach(this::release);
        for (List<BrokerId> pair : List.copyOf(cut)) {
            heal(pair.get(0), pair.get(1));
        }
    }

    boolean isCut(BrokerId from, BrokerId to) {
        return cut.contains(List.of(from, to));
    }

    private List<SimStream> between(BrokerId a, BrokerId b) {
        List<SimStream> found = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            for (Key key : List.of(new Key(a, b, lane), new Key(b, a, lane))) {
                SimStream stream = streams.get(key);
                if (stream != null && stream.alive()) {
                    found.add(stream);
                }
            }
        }
        return found;
    }

    void breakBetween(BrokerId a, BrokerId b) {
        between(a, b).forEach(stream -> stream.breakNow(false));
    }

    void breakLane(BrokerId a, BrokerId b, Lane lane) {
        between(a, b).stream().filter(stream -> stream.lane() == lane).forEach(stream -> stream.breakNow(false));
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
