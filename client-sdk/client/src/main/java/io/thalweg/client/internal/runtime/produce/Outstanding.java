package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.internal.batching.ProducerStamp;
import io.thalweg.client.internal.runtime.port.ProducerIdentity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one partition that were sent and have no outcome yet, and the sequence they carry. Pure and not thread-safe.
 *
 * <p>Invariants: the batches are in the order of their sequences. After a failure nothing new is sent (the pipeline rewinds) until every answer is in; then
 * all that is left is sent again, in order and unchanged. A batch gets another sequence only if no attempt of it may have been stored.
 */
final class Outstanding {
    /** The leader remembers this many batches per producer, so no more may be on their way. */
    static final int MAX_IN_FLIGHT = 16;

    /**
     * Beyond two batches no more bytes are on their way than this. More would not come sooner: it would wait at the leader
     * instead of here.
     */
    static final long MAX_BYTES_IN_FLIGHT = 1 << 20;

    private static final int ALWAYS_IN_FLIGHT = 2;

    private static final long NO_RESEAL = -1;

    private final ArrayDeque<ProducerBatch> batches = new ArrayDeque<>();
    private final boolean idempotent;
    private @Nullable ProducerIdentity identity;
    private long nextSequence;
    private boolean rewinding;
    private boolean doubtful;
    private boolean sequenceLost;
    private long resealFrom = NO_RESEAL;

    Outstanding(boolean idempotent) {
        this.idempotent = idempotent;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    int size() {
        return batches.size();
    }

    /** The batches in order. */
    List<ProducerBatch> snapshot() {
        return new ArrayList<>(batches);
    }

    /** Nothing new may be sent until everything outstanding was sent again. */
    boolean isRewinding() {
        return rewinding;
    }

    boolean hasRoom() {
        return !rewinding
                && (batches.size() < ALWAYS_IN_FLIGHT
                        || batches.size() < MAX_IN_FLIGHT && bytes() < MAX_BYTES_IN_FLIGHT);
    }

    private long bytes() {
        long bytes = 0;
        for (ProducerBatch batch : batches) {
            bytes += batch.sealed().length();
        }
        return bytes;
    }

    /** Bytes of the producer's memory that the batches hold. */
    long reservedBytes() {
        return batches.stream().mapToLong(ProducerBatch::reservedBytes).sum();
    }

    boolean needsIdentity() {
        return idempotent && identity == null;
    }

    /** Begins a new identity at sequence 0; it must never have been used on this partition. */
    void identify(ProducerIdentity fresh) {
        identity = fresh;
        nextSequence = 0;
    }

    /** The stamp of the next batch; moves the sequence on. */
    ProducerStamp stamp(int records) {
        ProducerIdentity current = identity;
        if (!idempotent || current == null) {
            return ProducerStamp.NONE;
        }
        ProducerStamp stamp = new ProducerStamp(current.id(), current.epoch(), nextSequence);
        nextSequence += records;
        return stamp;
    }

    /** A batch goes out for the first time. */
    void add(ProducerBatch batch) {
        batches.add(batch);
    }

    /** A batch is stored, and with it everything before. */
    void succeeded(ProducerBatch batch) {
        batches.remove(batch);
        doubtful = false;
        ended();
    }

    /** An attempt failed and the batch must be sent again. */
    void failedForNow() {
        rewinding = true;
    }

    boolean isFirst(ProducerBatch batch) {
        return batch == batches.peek();
    }

    /** The leader said that the sequence of this batch is not the next. Only the first batch can know; later ones just follow a failed one. */
    void refusedSequence(ProducerBatch batch) {
        rewinding = true;
        if (isFirst(batch)) {
            sequenceLost = true;
        }
    }

    /** The user is told that this batch failed. */
    void abandon(ProducerBatch batch) {
        batches.remove(batch);
        if (!idempotent) {
            return;
        }
        if (batch.isSent() || batch.maybeStored()) {
            doubtful = true;
        } else if (!doubtful) {
            long first = batch.stamp().baseSequence();
            resealFrom = resealFrom == NO_RESEAL ? first : Math.min(resealFrom, first);
            rewinding |= !batches.isEmpty();
        }
        ended();
    }

    /** With the last batch gone it is clear where the sequence goes on, or that it needs a new identity. */
    private void ended() {
        if (!batches.isEmpty()) {
            return;
        }
        rewinding = false;
        if (doubtful || sequenceLost) {
            forgetIdentity();
        } else if (resealFrom != NO_RESEAL) {
            nextSequence = resealFrom;
        }
        resealFrom = NO_RESEAL;
    }

    private void forgetIdentity() {
        identity = null;
        doubtful = false;
        sequenceLost = false;
        resealFrom = NO_RESEAL;
    }

    /** The topic is another one of the same name. */
    void restart() {
        forgetIdentity();
    }

    boolean awaitsAnswers() {
        for (ProducerBatch batch : batches) {
            if (batch.isSent()) {
                return true;
            }
        }
        return false;
    }

    /** What to do before everything is sent again. */
    enum Rewind {
        /** Send the same bytes. */
        UNCHANGED,
        /** Stamp and seal all batches anew, then send. */
        RESEAL,
        /** The sequence is lost, and some batches may have been stored: they cannot be sent again. Give them up. */
        GIVE_UP
    }

    /** Decides, once every answer is in. */
    Rewind rewind() {
        boolean maybeStored = batches.stream().anyMatch(ProducerBatch::maybeStored);
        if (!idempotent || !sequenceLost && resealFrom == NO_RESEAL) {
            return Rewind.UNCHANGED;
        }
        if (maybeStored) {
            doubtful = true;
            return Rewind.GIVE_UP;
        }
        if (sequenceLost) {
            forgetIdentity();
        } else {
            nextSequence = resealFrom;
            resealFrom = NO_RESEAL;
        }
        return Rewind.RESEAL;
    }

    /** Everything outstanding has been sent again. */
    void rewound() {
        rewinding = false;
    }
}
