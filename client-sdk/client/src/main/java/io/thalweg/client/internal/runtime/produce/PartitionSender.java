package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.internal.batching.BatchSeed;
import io.thalweg.client.internal.retry.Backoff;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.retry.Verdict;
import io.thalweg.client.internal.routing.ClusterView;
import io.thalweg.client.internal.routing.PartitionRoute;
import io.thalweg.client.internal.routing.TopicRoute;
import io.thalweg.client.internal.runtime.port.ProducerIdentity;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends the batches of one partition, in order. Belongs to the send loop. */
final class PartitionSender implements Crowd.Member {
    /** A batch that is not full waits for the answer to the one before, but no longer than this. */
    private static final long PARTIAL_WAIT_NANOS = 5_000_000;

    private final SendLoop loop;
    private final PartitionQueue queue;
    private final TopicPartition partition;
    private final Outstanding outstanding;
    private final Backoff backoff = new Backoff();
    private @Nullable UUID topicId;
    private @Nullable BatchSeed seed;
    private @Nullable BrokerLane lane;
    /** Where a batch waits for its turn. */
    private @Nullable BrokerLane crowded;

    private int identityGeneration;
    private long retryAtNanos;
    private long routeEpoch = -1;
    private long movedAtNanos;
    private long excused;
    private boolean timerSet;
    private boolean urgent;
    private boolean resealing;
    private SequenceDoubt doubt = SequenceDoubt.NONE;

    /** How sure it is that the sequence is lost: a leader that was replaced may not know the batches before. */
    private enum SequenceDoubt {
        NONE,
        ASKING,
        ASKED
    }

    PartitionSender(SendLoop loop, PartitionQueue queue) {
        this.loop = loop;
        this.queue = queue;
        this.partition = queue.partition();
        this.outstanding = new Outstanding(loop.settings().delivery().idempotent());
        this.movedAtNanos = loop.now();
    }

    /**
     * Bytes that others must not wait for: all that is held if nothing was acknowledged since that time, because the leader is
     * silent or there is none; and what is left of them once it has come back. A batch that waits for its turn waits for the
     * whole broker, not for answers of this partition.
     */
    long excusedBytes(long nanos) {
        long held = outstanding.reservedBytes() + queue.reservedBytes();
        BrokerLane waitsFor = outstanding.isEmpty() ? crowded : null;
        boolean moves = waitsFor != null && waitsFor.movedAtNanos() - nanos >= 0;
        if (movedAtNanos - nanos < 0 && !moves) {
            excused = held;
        }
        return Math.min(excused, held);
    }

    boolean isIdle() {
        return outstanding.isEmpty() && queue.isEmpty();
    }

    Outstanding outstanding() {
        return outstanding;
    }

    PartitionQueue queue() {
        return queue;
    }

    /** Sends without waiting for batches to fill, until the queue is empty. */
    void hurry() {
        urgent = !queue.isEmpty();
        pump();
    }

    /** Sends whatever may be sent now. Called whenever something changed. */
    @Override
    public void pump() {
        BrokerLane before = crowded;
        crowded = null;
        sendWhatMayGo();
        if (before != null && before != crowded) {
            before.crowd().leave(this);
        }
    }

    private void sendWhatMayGo() {
        TopicRoute topic = loop.view().topic(partition.topic());
        if (topic == null || isIdle()) {
            return;
        }
        if (!topic.id().equals(topicId)) {
            adopt(topic);
        }
        if (outstanding.isRewinding() && !resend()) {
            return;
        }
        sendNew();
    }

    private void adopt(TopicRoute topic) {
        if (topicId != null) {
            failOutstanding(ThalwegException.of(
                    ErrorReason.TOPIC_NOT_FOUND, "topic " + partition.topic() + " was deleted and created again"));
            outstanding.restart();
        }
        topicId = topic.id();
        seed = new BatchSeed(topic.id(), partition.partition());
    }

    private void sendNew() {
        while (outstanding.hasRoom()) {
            BrokerLane to = currentLane();
            if (queue.peek() == null) {
                urgent = false;
                return;
            }
            if (to == null || !identified() || !to.readyFor(this)) {
                return;
            }
            boolean full = queue.waiting() > 1;
            ProducerBatch batch = queue.take(!full && partialAllowed() && admitted(to));
            if (batch == null) {
                return;
            }
            if (loop.isExpired(batch)) {
                loop.fail(batch, expired(batch));
                continue;
            }
            if (outstanding.isEmpty()) {
                movedAtNanos = loop.now();
            }
            if (!full) {
                joinCrowd(to, batch);
            }
            seal(batch);
            outstanding.add(batch);
            transmit(to, batch);
        }
    }

    private void joinCrowd(BrokerLane to, ProducerBatch batch) {
        long now = loop.now();
        if (to.crowd().isTurnOf(this)) {
            batch.waitedUntil(now);
        }
        to.crowd().sent(batch, now);
    }

    /** Whether a batch that is not full may go beside those of other partitions. If not, the lane asks again. */
    private boolean admitted(BrokerLane to) {
        boolean admitted = urgent || to.crowd().admits(this);
        crowded = admitted ? null : to;
        return admitted;
    }

    /** Whether a batch that is not full may go. If not, a timer looks again. */
    private boolean partialAllowed() {
        ProducerBatch oldest = queue.peek();
        long wait =
                Math.max(loop.settings().batching().linger().toNanos(), outstanding.isEmpty() ? 0 : PARTIAL_WAIT_NANOS);
        if (urgent || wait == 0 || oldest == null) {
            return true;
        }
        long left = oldest.createdNanos() + wait - loop.now();
        if (left <= 0) {
            return true;
        }
        wakeAfter(left);
        return false;
    }

    private void wakeAfter(long nanos) {
        if (!timerSet) {
            timerSet = true;
            loop.afterNanos(nanos, () -> {
                timerSet = false;
                pump();
            });
        }
    }

    /** Sends everything outstanding again; false while it is not done. */
    private boolean resend() {
        if (outstanding.awaitsAnswers() || doubt == SequenceDoubt.ASKING) {
            return false;
        }
        long left = retryAtNanos - loop.now();
        if (left > 0) {
            wakeAfter(left);
            return false;
        }
        Outstanding.Rewind rewind = outstanding.rewind();
        if (rewind == Outstanding.Rewind.GIVE_UP) {
            failOutstanding(ThalwegException.of(
                    ErrorReason.SEQUENCE_BROKEN,
                    "the leader of " + partition
                            + " does not know the sequence of the batches before, and this one may be stored"));
            return true;
        }
        if (rewind == Outstanding.Rewind.RESEAL) {
            resealing = true;
        }
        if (resealing) {
            if (!identified()) {
                return false;
            }
            outstanding.snapshot().forEach(this::seal);
            resealing = false;
        }
        return transmitAll();
    }

    private boolean transmitAll() {
        for (ProducerBatch batch : outstanding.snapshot()) {
            BrokerLane to = currentLane();
            if (to == null || !to.readyFor(this)) {
                return false;
            }
            if (!batch.isSent()) {
                transmit(to, batch);
            }
        }
        outstanding.rewound();
        return true;
    }

    private boolean identified() {
        if (!outstanding.needsIdentity()) {
            return true;
        }
        ProducerIdentity identity = loop.identities().newerThan(identityGeneration, this::pump);
        if (identity == null) {
            return false;
        }
        identityGeneration = loop.identities().generation();
        outstanding.identify(identity);
        return true;
    }

    private void seal(ProducerBatch batch) {
        BatchSeed with = seed;
        if (with != null) {
            batch.seal(loop.codec(), with, outstanding.stamp(batch.count()));
            queue.sealed(batch);
        }
    }

    private void transmit(BrokerLane to, ProducerBatch batch) {
        UUID id = topicId;
        if (id != null) {
            lane = to;
            to.send(this, batch, loop.command(id, partition.partition(), batch));
        }
    }

    private @Nullable BrokerLane currentLane() {
        PartitionRoute route = loop.view().route(partition);
        if (route == null || route.address() == null) {
            return null;
        }
        routeEpoch = route.leaderEpoch();
        BrokerAddress address = route.address();
        return loop.lane(address);
    }

    /** The outcome of one attempt. */
    void answered(ProducerBatch batch, long baseOffset, @Nullable BrokerError error) {
        batch.unsent(error != null && error.reason().outcomeUnknown());
        if (error == null) {
            backoff.reset();
            doubt = SequenceDoubt.NONE;
            movedAtNanos = loop.now();
            excused = Math.max(0, excused - batch.reservedBytes());
            outstanding.succeeded(batch);
            loop.succeed(batch, partition, baseOffset);
        } else {
            failed(batch, error);
        }
        pump();
    }

    private void failed(ProducerBatch batch, BrokerError error) {
        switch (verdict(error)) {
            case GIVE_UP -> {
                outstanding.abandon(batch);
                loop.fail(batch, finalError(batch, error));
            }
            case SEQUENCE -> refusedSequence(batch);
            case ELSEWHERE, AGAIN -> {
                loop.hint(partition, error);
                if (!outstanding.isRewinding()) {
                    retryAtNanos = loop.now() + backoff.nextMillis() * 1_000_000;
                }
                outstanding.failedForNow();
            }
        }
    }

    /** Believed of the first batch only when the newest leader says it, after another broker told which that is. */
    private void refusedSequence(ProducerBatch batch) {
        BrokerLane from = lane;
        if (doubt == SequenceDoubt.ASKED || from == null || !outstanding.isFirst(batch)) {
            doubt = outstanding.isFirst(batch) ? SequenceDoubt.NONE : doubt;
            outstanding.refusedSequence(batch);
            return;
        }
        outstanding.failedForNow();
        if (doubt == SequenceDoubt.NONE) {
            doubt = SequenceDoubt.ASKING;
            loop.askAgain(from.broker(), () -> {
                doubt = SequenceDoubt.ASKED;
                pump();
            });
        }
    }

    private Verdict verdict(BrokerError error) {
        boolean lagging =
                error.reason() == ErrorReason.TOPIC_NOT_FOUND && loop.view().topic(partition.topic()) != null;
        boolean maybeTemporary = lagging || error.reason() == ErrorReason.INTERNAL;
        return maybeTemporary ? Verdict.AGAIN : Verdict.of(error.reason());
    }

    private ThalwegException finalError(ProducerBatch batch, BrokerError error) {
        return certain(batch.maybeStored(), error.toException());
    }

    /** A definite failure becomes an unknown outcome for a batch that may be stored all the same. */
    private static ThalwegException certain(boolean maybeStored, ThalwegException cause) {
        if (!maybeStored || cause.outcomeUnknown()) {
            return cause;
        }
        return ThalwegException.of(
                ErrorReason.CONNECTION_LOST,
                "an earlier attempt may have been stored; it ended with " + cause.reason() + ": " + cause.getMessage(),
                cause.details(),
                cause);
    }

    /** The cluster has changed. */
    void viewChanged(ClusterView view) {
        if (isIdle()) {
            return;
        }
        if (view.isMissing(partition.topic())) {
            failAll(ThalwegException.of(
                    ErrorReason.TOPIC_NOT_FOUND,
                    "topic " + partition.topic() + " was deleted",
                    Map.of("topic", partition.topic()),
                    null));
            return;
        }
        PartitionRoute route = view.route(partition);
        if (route != null && route.leaderEpoch() > routeEpoch && route.address() != null) {
            retryAtNanos = loop.now();
            BrokerLane old = lane;
            if (old != null && !old.broker().equals(route.address())) {
                leave(old);
            }
        }
        pump();
    }

    /** The leader has moved: whatever the old one still has to say, the new one must be asked. */
    private void leave(BrokerLane old) {
        for (ProducerBatch batch : outstanding.snapshot()) {
            if (batch.isSent()) {
                old.forget(batch);
                batch.unsent(true);
                outstanding.failedForNow();
            }
        }
    }

    /** Fails what has outlived the delivery timeout. */
    void expire() {
        for (ProducerBatch batch : outstanding.snapshot()) {
            if (!loop.isExpired(batch)) {
                break;
            }
            boolean unknown = batch.isSent() || batch.maybeStored();
            BrokerLane from = lane;
            if (batch.isSent() && from != null) {
                from.forget(batch);
            }
            outstanding.abandon(batch);
            loop.fail(batch, unknown ? timedOut() : expired(batch));
        }
        ProducerBatch waiting = queue.peek();
        while (waiting != null && loop.isExpired(waiting)) {
            ProducerBatch taken = queue.take(true);
            if (taken != null) {
                loop.fail(taken, expired(taken));
            }
            waiting = queue.peek();
        }
        pump();
    }

    private ThalwegException timedOut() {
        return ThalwegException.of(
                ErrorReason.TIMED_OUT,
                "no acknowledgement from " + partition + " within "
                        + loop.settings().delivery().deliveryTimeout(),
                Map.of("topic", partition.topic(), "partition", Integer.toString(partition.partition())),
                null);
    }

    private ThalwegException expired(ProducerBatch batch) {
        return ThalwegException.of(
                ErrorReason.DELIVERY_EXPIRED,
                batch.count() + " records for " + partition + " could not be sent within "
                        + loop.settings().delivery().deliveryTimeout(),
                Map.of("topic", partition.topic(), "partition", Integer.toString(partition.partition())),
                null);
    }

    private void failOutstanding(ThalwegException cause) {
        for (ProducerBatch batch : outstanding.snapshot()) {
            boolean maybeStored = batch.isSent() || batch.maybeStored();
            BrokerLane from = lane;
            if (batch.isSent() && from != null) {
                from.forget(batch);
            }
            outstanding.abandon(batch);
            loop.fail(batch, certain(maybeStored, cause));
        }
    }

    /** Fails everything, sent or not. */
    void failAll(ThalwegException cause) {
        failOutstanding(cause);
        ProducerBatch waiting = queue.take(true);
        while (waiting != null) {
            loop.fail(waiting, cause);
            waiting = queue.take(true);
        }
    }
}
