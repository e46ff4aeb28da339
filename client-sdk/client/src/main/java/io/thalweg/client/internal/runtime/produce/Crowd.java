package io.thalweg.client.internal.runtime.produce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The batches for one broker that are not full. A batch costs brokers more than its records, so only some of them are on their
 * way at a time; the others wait for their turn, and fill. Kafka's producer has the same effect, since it has five requests
 * under way. Full batches have nothing to do with it. Belongs to the send loop.
 */
final class Crowd {
    /** So many may be on their way. */
    static final int MOST_UNDER_WAY = 32;

    /** Who has batches for the broker. */
    interface Member {
        /** Its turn has come: sends whatever may be sent. */
        void pump();
    }

    private final Map<ProducerBatch, Long> underWay = new LinkedHashMap<>();
    private final Set<Member> waiting = new LinkedHashSet<>();
    private @Nullable Member turn;

    /** Whether a batch may go now; if not, the sender is pumped when its turn has come. */
    boolean admits(Member sender) {
        if (isTurnOf(sender) || waiting.isEmpty() && hasRoom()) {
            return true;
        }
        waiting.add(sender);
        return false;
    }

    /** Whether the sender has waited and is to go on now. */
    boolean isTurnOf(Member sender) {
        return sender == turn;
    }

    /** The sender does not wait here any more. */
    void leave(Member sender) {
        waiting.remove(sender);
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    /** A batch that is not full was sent. */
    void sent(ProducerBatch batch, long nanos) {
        underWay.put(batch, nanos);
    }

    /** A batch, of whatever kind, is not on its way any more. */
    void ended(ProducerBatch batch) {
        underWay.remove(batch);
    }

    /** Batches that were sent before stand still, and must not keep others waiting. */
    void dropSentBefore(long nanos) {
        underWay.values().removeIf(sent -> sent - nanos < 0);
    }

    /** Gives those their turns that have waited longest, as far as there is room. */
    void goOn() {
        while (hasRoom() && !waiting.isEmpty()) {
            Member next = waiting.iterator().next();
            waiting.remove(next);
            turn = next;
            try {
                next.pump();
            } finally {
                turn = null;
            }
        }
    }

    /** The connection is gone, and all that was on it. Returns who waited. */
    List<Member> dissolve() {
        List<Member> all = new ArrayList<>(waiting);
        waiting.clear();
        underWay.clear();
        return all;
    }

    private boolean hasRoom() {
        return underWay.size() < MOST_UNDER_WAY;
    }
}
