package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.feed.CreditWindow;
import io.thalweg.broker.replication.feed.FollowerFeed;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.PeerStream;
import java.util.ArrayList;
import java.util.List;

/** One replication stream, of one lane: in order within each direction, any delay, cut at any moment. */
final class SimStream {
    private static final int TURN_BYTES = 4_096;

    final SimBroker follower;
    final SimBroker leader;
    final PeerStream atFollower;
    final PeerStream atLeader;
    final FollowerFeed feed;
    final CreditWindow window;
    private final SimClock clock;
    private final SimNetwork network;
    private final long followerLife;
    private final long leaderLife;
    private final Direction toFollower = new Direction();
    private final Direction toLeader = new Direction();
    private boolean broken;

    SimStream(SimClock clock, SimNetwork network, Ends ends, Lane lane, long number, long laneBytes) {
        this.clock = clock;
        this.network = network;
        this.follower = ends.follower;
        this.leader = ends.leader;
        this.followerLife = follower.life();
        this.leaderLife = leader.life();
        this.atFollower = new PeerStream(leader.id(), leader.epoch(), number, lane);
        this.atLeader = new PeerStream(follower.id(), follower.epoch(), number, lane);
        this.feed = new FollowerFeed(laneBytes, TURN_BYTES);
        this.window = new CreditWindow(laneBytes);
    }

    Lane lane() {
        return atLeader.lane();
    }

    boolean alive() {
        return !broken && follower.life() == followerLife && leader.life() == leaderLife;
    }

    void sendToFollower(Runnable arrival) {
        toFollower.send(leader, follower, followerLife, arrival);
    }

    void sendToLeader(Runnable arrival) {
        toLeader.send(follower, leader, leaderLife, arrival);
    }

    /** A cut healed: what was held goes on, in order. */
    void flush() {
        toFollower.flush(leader, follower, followerLife);
        toLeader.flush(follower, leader, leaderLife);
    }

    /**
     * Breaks: what is under way arrives up to some moment, then each end learns of it in its own time.
     *
     * @param silently whether an end learns of it only because it hears nothing any more
     */
    void breakNow(boolean silently) {
        if (broken) {
            return;
        }
        broken = true;
        clock.note("stream %s of %s to %s for %s breaks", atLeader.number(), follower.id(), leader.id(), lane());
        toFollower.cut(follower, followerLife, silently, () -> follower.onLeaderStreamGone(this));
        toLeader.cut(leader, leaderLife, silently, () -> leader.onFollowerStreamGone(this));
    }

    /** Who dialled, and whom. */
    record Ends(SimBroker follower, SimBroker leader) {}

    private final class Direction {
        private final List<Runnable> held = new ArrayList<>();
        private long last;
        private long cutAt = Long.MAX_VALUE;

        void send(SimBroker sender, SimBroker receiver, long life, Runnable arrival) {
            held.add(arrival);
            flush(sender, receiver, life);
        }

        void flush(SimBroker sender, SimBroker receiver, long life) {
            if (network.isCut(sender.id(), receiver.id()) || network.isHeld(SimStream.this)) {
                return;
            }
            for (Runnable arrival : held) {
                last = Math.max(last, clock.now() + clock.delay(4, 120));
                deliver(receiver, life, last, arrival);
            }
            held.clear();
        }

        private void deliver(SimBroker receiver, long life, long time, Runnable arrival) {
            clock.at(time, () -> {
                if (time <= cutAt) {
                    receiver.post(life, arrival);
                }
            });
        }

        void cut(SimBroker receiver, long life, boolean silently, Runnable gone) {
            held.clear();
            cutAt = clock.now() + clock.between(0, 20);
            long pause = silently ? clock.between(200, 900) : clock.delay(10, 400);
            clock.at(Math.max(cutAt, last) + pause, () -> receiver.post(life, gone));
        }
    }
}
