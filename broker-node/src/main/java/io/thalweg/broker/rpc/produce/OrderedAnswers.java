package io.thalweg.broker.rpc.produce;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answers of one stream in request order within each partition, and counts what is in flight. A request that is
 * not read because too much is in flight is owed to the client and read when an answer has made room. Thread-safe; the
 * lock is held for a few field accesses only.
 */
final class OrderedAnswers {

    /** Names the partition as the request does; requests that name it alike are answered in order. */
    record Lane(Object topic, int partition) {}

    /**
     * What an answer made possible.
     *
     * @param readAgain how many requests that were owed may be read now
     * @param finished the stream's last request has been answered
     */
    record Progress(int readAgain, boolean finished) {}

    /** The place of one answer. */
    static final class Slot {
        private final Lane lane;
        private final int bytes;
        private @Nullable ProduceResponse answer;

        private Slot(Lane lane, int bytes) {
            this.lane = lane;
            this.bytes = bytes;
        }
    }

    private final long mostBytes;
    private final Consumer<ProduceResponse> target;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<Lane, ArrayDeque<Slot>> lanes = new HashMap<>();

    @GuardedBy("lock")
    private long bytesInFlight;

    @GuardedBy("lock")
    private int owed;

    @GuardedBy("lock")
    private boolean last;

    /**
     * Creates the order.
     *
     * @param mostBytes bytes in flight above which nothing more is read
     * @param target takes answers in order; must only queue them
     */
    OrderedAnswers(long mostBytes, Consumer<ProduceResponse> target) {
        this.mostBytes = mostBytes;
        this.target = target;
    }

    /** Returns the lane of a request. */
    static Lane lane(ProduceRequest request) {
        Object topic = request.getTopicId().isEmpty() ? request.getTopic() : request.getTopicId();
        return new Lane(topic, request.getPartition());
    }

    /** Opens the place of the next answer. */
    Slot open(Lane lane, int bytes) {
        Slot slot = new Slot(lane, bytes);
        synchronized (lock) {
            lanes.computeIfAbsent(lane, key -> new ArrayDeque<>()).add(slot);
            bytesInFlight += bytes;
        }
        return slot;
    }

    /** Whether one more request may be read; if not, it is owed. */
    boolean mayReadNext() {
        synchronized (lock) {
            if (bytesInFlight <= mostBytes) {
                return true;
            }
            owed++;
            return false;
        }
    }

    /** Fills a place and hands over all answers that are now at the head of their lane. */
    Progress complete(Slot slot, ProduceResponse answer) {
        synchronized (lock) {
            slot.answer = answer;
            bytesInFlight -= slot.bytes;
            handOver(slot.lane);
            int readAgain = bytesInFlight <= mostBytes ? owed : 0;
            owed -= readAgain;
            return new Progress(readAgain, last && lanes.isEmpty());
        }
    }

    /** No request follows; returns whether everything is answered already. */
    boolean lastWasOpened() {
        synchronized (lock) {
            last = true;
            return lanes.isEmpty();
        }
    }

    @GuardedBy("lock")
    private void handOver(Lane lane) {
        ArrayDeque<Slot> slots = lanes.getOrDefault(lane, new ArrayDeque<>());
        while (!slots.isEmpty()) {
            ProduceResponse answer = slots.element().answer;
            if (answer == null) {
                return;
            }
            target.accept(answer);
            slots.remove();
        }
        lanes.remove(lane);
    }
}
