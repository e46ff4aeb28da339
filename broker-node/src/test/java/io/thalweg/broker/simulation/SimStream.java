package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.feed.CreditWindow;
import io.thalweg.broker.replication.feed.FollowerFeed;
import io.thalweg.broker.replication.message.PeerStream;

/** One replication stream: in order within each direction, any delay, cut at any moment. */
final class SimStream {
    private static final int TURN_BYTES = 4_096;

    final SimBroker follower;
    final SimBroker leader;
    final PeerStream atFollower;
    final PeerStream atLeader;
    final FollowerFeed feed;
    final CreditWindow window;
    private final SimClock clock;
    private final long followerLife;
    private final long leaderLife;
    private final Lane toFollower = new Lane();
    private final Lane toLeader = new Lane();
    private boolean broken;

    SimStream(SimClock clock, SimBroker follower, SimBroker leader, long number, long laneBytes) {
        this.clock = clock;
        this.follower = follower;
        this.leader = leader;
        this.followerLife = follower.life();
        this.leaderLife = leader.life();
        this.atFollower = new PeerStream(leader.id(), leader.epoch(), number);
        this.atLeader = new PeerStream(follower.id(), follower.epoch(), number);
        this.feed = new FollowerFeed(laneBytes, TURN_BYTES);
        this.window = new CreditWindow(laneBytes);
    }

    boolean alive() {
        return !broken && follower.life() == followerLife && leader.life() == leaderLife;
    }

    void sendToFollower(Runnable arrival) {
        toFollower.send(follower, followerLife, arrival);
    }

    void sendToLeader(Runnable arrival) {
        toLeader.send(leader, leaderLife, arrival);
    }

    /** Breaks: what is under way arrives up to some moment, then each end learns of it in its own time. */
    void breakNow() {
        if (broken) {
            return;
        }
        broken = true;
        clock.note("stream %s of %s to %s breaks", atLeader.number(), follower.id(), leader.id());
        toFollower.cut(follower, followerLife, () -> follower.onLeaderStreamGone(this));
        toLeader.cut(leader, leaderLife, () -> leader.onFollowerStreamGone(this));
    }

    private final class Lane {
        private long last;
        private long cutAt = Long.MAX_VALUE;

        void send(SimBroker receiver, long life, Runnable arrival) {
            last = Math.max(last, clock.now() + clock.delay(4, 120));
            deliver(receiver, life, last, arrival);
        }

        private void deliver(SimBroker receiver, long life, long time, Runnable arrival) {
            clock.at(time, () -> {
                if (time <= cutAt) {
                    receiver.post(life, arrival);
                }
            });
        }

        void cut(SimBroker receiver, long life, Runnable gone) {
            cutAt = clock.now() + clock.between(0, 20);
            long noticed = Math.max(cutAt, last) + clock.delay(10, 400);
            clock.at(noticed, () -> receiver.post(life, gone));
        }
    }
}
