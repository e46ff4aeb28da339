package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.OffsetReset;
import io.thalweg.client.internal.batching.BatchSeed;
import io.thalweg.client.internal.batching.FetchedBatch;
import io.thalweg.client.internal.retry.Backoff;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.retry.Verdict;
import io.thalweg.client.internal.routing.ClusterView;
import io.thalweg.client.internal.routing.PartitionRoute;
import io.thalweg.client.internal.routing.TopicRoute;
import io.thalweg.client.internal.runtime.port.FetchedData;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One partition from one start on: finds out where to begin, opens it at its leader, and opens it again at the next offset whenever the leader moves or
 * the stream breaks. Belongs to the client's loop. After {@link #stop} it does nothing.
 */
final class PartitionFetch {
    private static final long UNKNOWN = -1;

    private final FetchSession session;
    private final TopicPartition partition;
    private final int generation;
    private final Backoff backoff = new Backoff();
    private long nextOffset = UNKNOWN;
    private long positionEpoch = UNKNOWN;
    private long routeEpoch = UNKNOWN;
    private @Nullable FetchLane lane;
    private @Nullable UUID topicId;
    private @Nullable BatchSeed seed;
    private int subscription;
    private boolean pausing;
    private boolean stopped;

    PartitionFetch(FetchSession session, TopicPartition partition, int generation) {
        this.session = session;
        this.partition = partition;
        this.generation = generation;
    }

    void start(StartAt start) {
        if (start instanceof StartAt.Offset at) {
            positionEpoch = at.positionEpoch();
            located(at.offset());
        } else if (start instanceof StartAt.Asked asked) {
            ask(asked.position());
        } else if (start instanceof StartAt.Committed) {
            askCommitted();
        } else {
            reset("there is no offset to start at");
        }
    }

    void stop() {
        stopped = true;
        leaveLane();
    }

    private void leaveLane() {
        FetchLane from = lane;
        if (from != null) {
            lane = null;
            from.stop(subscription);
            session.release(from);
        }
    }

    private void ask(Position position) {
        then(session.locate(partition, position), listed -> located(listed.offset()), () -> ask(position));
    }

    private void askCommitted() {
        then(
                session.committed(partition),
                committed -> {
                    CommittedOffset known = committed.get(partition);
                    if (known == null) {
                        reset("the group has no committed offset");
                    } else {
                        positionEpoch = known.leaderEpoch();
                        located(known.offset());
                    }
                },
                this::askCommitted);
    }

    /** Goes on with the answer on the loop; asks again if it failed for now. */
    private <T> void then(CompletableFuture<T> answer, java.util.function.Consumer<T> next, Runnable again) {
        answer.whenComplete((value, failure) -> session.loop().execute(() -> {
            if (stopped) {
                return;
            }
            if (failure == null) {
                next.accept(value);
                return;
            }
            ThalwegException cause = ThalwegException.from(failure);
            if (cause.reason().kind() == ErrorReason.Kind.RETRIABLE) {
                session.loop().after(backoff.nextMillis(), () -> {
                    if (!stopped) {
                        again.run();
                    }
                });
            } else {
                session.failed(partition, generation, cause);
            }
        }));
    }

    private void reset(String why) {
        OffsetReset policy = session.resetPolicy();
        if (policy == OffsetReset.FAIL) {
            session.failed(
                    partition,
                    generation,
                    ThalwegException.of(
                            ErrorReason.OFFSET_OUT_OF_RANGE,
                            "no position in " + partition + ": " + why,
                            Map.of(
                                    "topic", partition.topic(),
                                    "partition", Integer.toString(partition.partition())),
                            null));
        } else {
            positionEpoch = UNKNOWN;
            ask(policy == OffsetReset.LATEST ? Position.latest() : Position.earliest());
        }
    }

    private void located(long offset) {
        nextOffset = offset;
        backoff.reset();
        session.located(partition, generation, offset);
        open();
    }

    /** Opens the partition at its leader, if it is known where to begin and who that is. */
    private void open() {
        TopicRoute topic = session.view().topic(partition.topic());
        PartitionRoute route = session.view().route(partition);
        if (stopped || pausing || lane != null || nextOffset == UNKNOWN || topic == null) {
            return;
        }
        if (route == null || route.address() == null) {
            return;
        }
        if (!topic.id().equals(topicId)) {
            topicId = topic.id();
            seed = new BatchSeed(topic.id(), partition.partition());
        }
        routeEpoch = route.leaderEpoch();
        FetchLane to = session.lane(route.address());
        lane = to;
        subscription = to.open(this, new OpenOffset(topic.id(), partition.partition(), nextOffset, positionEpoch));
    }

    /** The cluster has changed. */
    void viewChanged(ClusterView view) {
        if (view.isMissing(partition.topic()) && topicId != null) {
            topicId = null;
            leaveLane();
            session.failed(partition, generation, topicGone());
            return;
        }
        PartitionRoute route = view.route(partition);
        if (route != null && route.leaderEpoch() > routeEpoch && route.address() != null) {
            FetchLane from = lane;
            if (from != null && !from.broker().equals(route.address())) {
                leaveLane();
            }
            pausing = false;
        }
        open();
    }

    private ThalwegException topicGone() {
        return ThalwegException.of(
                ErrorReason.TOPIC_NOT_FOUND,
                "topic " + partition.topic() + " was deleted",
                Map.of("topic", partition.topic()),
                null);
    }

    void received(FetchLane from, FetchedData data) {
        BatchSeed with = seed;
        if (with == null || stopped) {
            from.consumed(data.length());
            return;
        }
        backoff.reset();
        try {
            int at = data.offset();
            while (at < data.end()) {
                FetchedBatch batch = FetchedBatch.at(data.bytes(), at, data.end(), partition);
                nextOffset = batch.nextOffset();
                positionEpoch = batch.leaderEpoch();
                at += batch.length();
            }
            session.received(new FetchEntry.Data(partition, generation, data, with, from));
        } catch (ThalwegException e) {
            from.consumed(data.length());
            leaveLane();
            session.failed(partition, generation, e);
        }
    }

    /** The broker, or the connection, ended the subscription. */
    void interrupted(BrokerError error) {
        FetchLane from = lane;
        lane = null;
        if (from != null) {
            session.release(from);
        }
        if (stopped) {
            return;
        }
        if (error.reason() == ErrorReason.OFFSET_OUT_OF_RANGE) {
            nextOffset = UNKNOWN;
            reset(error.message());
            return;
        }
        boolean lagging =
                error.reason() == ErrorReason.TOPIC_NOT_FOUND && session.view().topic(partition.topic()) != null;
        boolean temporary =
                lagging || error.reason() == ErrorReason.INTERNAL || Verdict.of(error.reason()) != Verdict.GIVE_UP;
        if (temporary) {
            session.hint(partition, error);
            pausing = true;
            session.loop().after(backoff.nextMillis(), () -> {
                pausing = false;
                open();
            });
        } else {
            session.failed(partition, generation, error.toException());
        }
    }
}
