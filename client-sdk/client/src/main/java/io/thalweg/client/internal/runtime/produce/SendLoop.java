package io.thalweg.client.internal.runtime.produce;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.producer.BatchingSettings;
import io.thalweg.client.api.producer.ProducerSettings;
import io.thalweg.client.api.producer.RecordMetadata;
import io.thalweg.client.internal.batching.Codec;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.routing.ClusterView;
import io.thalweg.client.internal.routing.TopicRoute;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import io.thalweg.client.internal.runtime.cluster.Loop;
import io.thalweg.client.internal.runtime.port.ProduceCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The thread of one producer: it decides which batch leaves when and where to. What other threads may call says so; the rest belongs to the loop.
 */
final class SendLoop {
    /** Batches of compressed records that fill at the same time and fit into the memory of the producer. */
    private static final int LEAST_FILLING = 128;

    private static final long TICK_MILLIS = 100;
    /** A partition without an acknowledgement for so long, or for twice the usual delay, stands still. */
    private static final long STANDSTILL_NANOS = 150_000_000;
    /** What a batch that waits anyway may grow to before its records wait for the pace: below, it costs more than they do. */
    private static final int WORTH_BYTES = 16 << 10;
    /** How long a topic may be missing before its records fail: it may have been created a moment ago. */
    private static final long MISSING_GRACE_NANOS = 2_000_000_000L;

    private final ClientCore core;
    private final ProducerSettings<?, ?> settings;
    private final MemoryBudget budget;
    private final Pace pace;
    private final Codec codec;
    private final Loop loop;
    private final Identities identities;
    private final Map<String, TopicQueue> topics = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<PartitionQueue> ready = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Map<TopicPartition, PartitionSender> senders = new LinkedHashMap<>();
    private final Map<BrokerAddress, BrokerLane> lanes = new HashMap<>();
    private final Map<String, Long> missingSince = new HashMap<>();
    /** Topics that were flushed before they were known. */
    private final Set<String> hurried = new HashSet<>();

    private final Consumer<ClusterView> viewListener = this::viewChanged;
    private long nextCorrelation = 1;

    SendLoop(ClientCore core, ProducerSettings<?, ?> settings, MemoryBudget budget, String name) {
        this.core = core;
        this.settings = settings;
        this.budget = budget;
        this.pace = new Pace(settings.batching().linger().toNanos());
        this.codec = Codec.of(settings.batching().compression());
        this.loop = new Loop(name);
        this.identities = new Identities(core::initProducer, loop::execute);
        core.watch().addListener(viewListener);
        loop.every(TICK_MILLIS, this::tick);
    }

    // --- Called by any thread. ---

    /** The queue of a topic, watched from the first call on. */
    TopicQueue topic(String name, int firstTurn) {
        TopicQueue known = topics.get(name);
        if (known != null) {
            return known;
        }
        return topics.computeIfAbsent(name, missing -> {
            TopicQueue fresh = new TopicQueue(
                    name, settings.partitioner(), settings.batching().batchSize(), mostRoom(), firstTurn);
            core.watch().watch(name, core.knownIndex());
            loop.execute(() -> topicChanged(fresh));
            return fresh;
        });
    }

    /** So much that many batches can fill at a time: a batch that waits for memory of others would never be full. */
    private int mostRoom() {
        long share = settings.batching().bufferMemory() / LEAST_FILLING;
        return (int) Math.max(settings.batching().batchSize(), Math.min(share, BatchingSettings.MAX_BATCH_SIZE));
    }

    /** A batch began in this queue. */
    void look(PartitionQueue queue) {
        if (queue.schedule()) {
            ready.add(queue);
            if (!draining.get() && draining.compareAndSet(false, true)) {
                loop.execute(this::drain);
            }
        }
    }

    /** Sends everything at once; completes when what was there has its outcome. */
    CompletableFuture<Void> flush() {
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        boolean accepted = loop.execute(() -> {
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (TopicQueue topic : topics.values()) {
                List<CompletableFuture<RecordMetadata>> waiting = topic.waitingFutures();
                all.addAll(waiting);
                if (!waiting.isEmpty()) {
                    hurried.add(topic.topic());
                }
            }
            for (PartitionSender sender : List.copyOf(senders.values())) {
                sender.outstanding().snapshot().forEach(batch -> all.add(batch.done()));
                sender.queue().snapshot().forEach(batch -> all.add(batch.done()));
                sender.hurry();
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                    .whenComplete((nothing, failure) -> flushed.complete(null));
        });
        if (!accepted) {
            flushed.complete(null);
        }
        return flushed;
    }

    /** Fails all that is left and ends the thread. */
    void stop() {
        core.watch().removeListener(viewListener);
        ThalwegException cause = ThalwegException.of(ErrorReason.CLOSED, "the producer was closed before delivery");
        loop.stop(() -> {
            topics.values().forEach(topic -> topic.close(cause).forEach(entry -> refuse(entry, cause)));
            senders.values().forEach(sender -> {
                sender.queue().close();
                sender.failAll(cause);
            });
            lanes.values().forEach(BrokerLane::close);
        });
    }

    // --- Called on the loop. ---

    private void drain() {
        draining.set(false);
        PartitionQueue queue = ready.poll();
        while (queue != null) {
            queue.unschedule();
            PartitionSender sender = senders.get(queue.partition());
            if (sender != null) {
                sender.pump();
            }
            queue = ready.poll();
        }
    }

    private void viewChanged(ClusterView view) {
        loop.execute(() -> {
            topics.values().forEach(this::topicChanged);
            view.brokers().values().forEach(broker -> {
                BrokerLane known = lanes.get(broker);
                if (known != null) {
                    known.prepare();
                }
            });
            List.copyOf(senders.values())
                    .forEach(sender -> sender.viewChanged(core.watch().view()));
        });
    }

    private void topicChanged(TopicQueue topic) {
        TopicRoute route = view().topic(topic.topic());
        if (route == null) {
            return;
        }
        missingSince.remove(topic.topic());
        boolean hurry = hurried.remove(topic.topic());
        List<PartitionQueue> fresh = topic.known(route, this::refuse);
        for (PartitionQueue queue : fresh) {
            PartitionSender sender = new PartitionSender(this, queue);
            senders.put(queue.partition(), sender);
            if (hurry) {
                sender.hurry();
            } else {
                sender.pump();
            }
        }
    }

    private void refuse(TopicQueue.Waiting entry, ThalwegException cause) {
        budget.release(entry.record().maxSize());
        core.callbacks().run(() -> entry.future().completeExceptionally(cause));
    }

    private void tick() {
        keepPace();
        topics.values().forEach(this::expireWaiting);
        for (PartitionSender sender : List.copyOf(senders.values())) {
            if (!sender.isIdle()) {
                sender.expire();
            }
        }
    }

    /**
     * What waits for a leader that stands still, or for a topic, is not counted: it must not hold up what others take. Nor are
     * batches that others keep waiting, until they are worth sending. A batch that stands still keeps no others waiting, either.
     */
    private void keepPace() {
        long now = now();
        long standstill = now - Math.max(STANDSTILL_NANOS, 2 * pace.meanDelayNanos(now));
        long excused =
                topics.values().stream().mapToLong(TopicQueue::waitingBytes).sum();
        for (PartitionSender sender : senders.values()) {
            excused += sender.excusedBytes(standstill);
        }
        budget.keepTo(pace.limit(now) + excused + (pace.isDraining(now) ? 0 : fillingBytes()));
        for (BrokerLane lane : List.copyOf(lanes.values())) {
            lane.crowd().dropSentBefore(standstill);
            lane.crowd().goOn();
        }
    }

    private long fillingBytes() {
        int waiting =
                lanes.values().stream().mapToInt(lane -> lane.crowd().size()).sum();
        return (long) waiting * Math.min(WORTH_BYTES, settings.batching().batchSize());
    }

    private void expireWaiting(TopicQueue topic) {
        if (topic.isKnown()) {
            return;
        }
        String name = topic.topic();
        if (view().isMissing(name)) {
            long since = missingSince.computeIfAbsent(name, missing -> now());
            if (now() - since > MISSING_GRACE_NANOS) {
                ThalwegException cause = ThalwegException.of(
                        ErrorReason.TOPIC_NOT_FOUND, "there is no topic " + name, Map.of("topic", name), null);
                topic.takeOlderThan(now() - MISSING_GRACE_NANOS).forEach(entry -> refuse(entry, cause));
            }
        }
        long oldest = now() - settings.delivery().deliveryTimeout().toNanos();
        for (TopicQueue.Waiting entry : topic.takeOlderThan(oldest)) {
            refuse(
                    entry,
                    ThalwegException.of(
                            ErrorReason.DELIVERY_EXPIRED,
                            "nothing was learned about topic " + name + " within "
                                    + settings.delivery().deliveryTimeout()));
        }
    }

    ProducerSettings<?, ?> settings() {
        return settings;
    }

    Codec codec() {
        return codec;
    }

    Identities identities() {
        return identities;
    }

    ClusterView view() {
        return core.watch().view();
    }

    long now() {
        return core.clocks().nowNanos();
    }

    boolean isExpired(ProducerBatch batch) {
        return now() - batch.createdNanos()
                >= settings.delivery().deliveryTimeout().toNanos();
    }

    void afterNanos(long nanos, Runnable task) {
        loop.afterNanos(nanos, task);
    }

    BrokerLane lane(BrokerAddress broker) {
        return lanes.computeIfAbsent(broker, address -> new BrokerLane(address, core.network(), loop, this::now));
    }

    void hint(TopicPartition partition, BrokerError error) {
        core.watch().hint(partition, error);
    }

    /** Asks another broker than this one how the cluster is now; the task runs on this loop when that is known. */
    void askAgain(BrokerAddress suspect, Runnable whenKnown) {
        core.watch().doubt(suspect, () -> loop.execute(whenKnown));
    }

    ProduceCommand command(UUID topicId, int partition, ProducerBatch batch) {
        int timeoutMillis = (int) Math.min(core.settings().requestTimeout().toMillis(), Integer.MAX_VALUE);
        return new ProduceCommand(
                nextCorrelation++, topicId, partition, settings.delivery().acks(), timeoutMillis, batch.sealed());
    }

    void succeed(ProducerBatch batch, TopicPartition partition, long baseOffset) {
        long now = now();
        pace.acknowledged(batch.reservedBytes(), now - batch.startedNanos(), now);
        budget.release(batch.reservedBytes());
        core.callbacks().run(() -> batch.succeed(partition, baseOffset));
    }

    void fail(ProducerBatch batch, ThalwegException cause) {
        budget.release(batch.reservedBytes());
        core.callbacks().run(() -> batch.fail(cause));
    }
}
