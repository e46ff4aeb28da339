package io.thalweg.broker.replication;

import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;

/**
 * How far one follower has come, within one leader epoch and one life of the follower: a new leader epoch begins with
 * none of these, a new broker epoch replaces it (rules R7 and R8).
 */
final class FollowerProgress {
    private final PeerStream stream;
    private final long settledFault;
    private long logEnd;
    private long durableEnd;
    private long nextOffset;
    private boolean feeding;
    private boolean moving;
    private long toldHighWatermark = -1;
    private long toldLogStart = -1;
    private final CatchUpClock catchUp;

    FollowerProgress(PeerStream stream, FollowerMessage.Follow follow, CatchUpClock catchUp) {
        this.stream = stream;
        this.settledFault = follow.settledFault();
        this.durableEnd = Math.min(follow.durableEnd(), follow.logEnd());
        this.logEnd = durableEnd;
        this.nextOffset = follow.logEnd();
        this.catchUp = catchUp;
    }

    BrokerId broker() {
        return stream.peer();
    }

    BrokerEpoch brokerEpoch() {
        return stream.peerEpoch();
    }

    PeerStream stream() {
        return stream;
    }

    /** Image index of the newest fault of the follower's replica that its acknowledgements take in. */
    long settledFault() {
        return settledFault;
    }

    /** Takes over an acknowledgement; false if it is not one that this follower can send. */
    boolean acknowledge(FollowerMessage.Ack ack) {
        if (ack.logEnd() < logEnd || ack.durableEnd() < durableEnd || ack.logEnd() > nextOffset) {
            return false;
        }
        if (ack.durableEnd() > ack.logEnd()) {
            return false;
        }
        logEnd = ack.logEnd();
        durableEnd = ack.durableEnd();
        return true;
    }

    /** The acknowledged end as the durability mode counts it. */
    long end(boolean countsDurable) {
        return countsDurable ? durableEnd : logEnd;
    }

    long durableEnd() {
        return durableEnd;
    }

    /** Where the next data for it begins. */
    long nextOffset() {
        return nextOffset;
    }

    boolean feeding() {
        return feeding;
    }

    void feedAsked() {
        feeding = true;
    }

    void feedEnded(long next) {
        feeding = false;
        nextOffset = next;
    }

    /** Whether it was told to follow on the other lane: nothing is sent to it here any more, its acks still count. */
    boolean moving() {
        return moving;
    }

    void moves() {
        moving = true;
    }

    boolean knows(long logStart, long highWatermark) {
        return toldHighWatermark >= highWatermark && toldLogStart >= logStart;
    }

    void told(long logStart, long highWatermark) {
        toldHighWatermark = highWatermark;
        toldLogStart = logStart;
    }

    CatchUpClock catchUp() {
        return catchUp;
    }
}
