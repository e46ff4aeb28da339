package io.thalweg.broker.runtime;

import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.feed.BulkThrottle;
import io.thalweg.broker.runtime.feed.FeedReaders;
import io.thalweg.broker.runtime.feed.FollowerFeeds;
import io.thalweg.broker.runtime.hosting.Hosting;
import io.thalweg.broker.runtime.hosting.ImageFollower;
import io.thalweg.broker.runtime.hosting.RuntimeAccess;
import io.thalweg.broker.runtime.loop.LoopEvents;
import io.thalweg.broker.runtime.loop.LoopGroup;
import io.thalweg.broker.runtime.partition.PartitionEnvironment;
import io.thalweg.broker.runtime.partition.Watchers;
import io.thalweg.broker.runtime.retention.RetentionPass;
import io.thalweg.broker.runtime.tail.TailCache;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The data plane of one broker: hosts its replicas on partition loops, from the first image that holds its registration
 * until {@link #close}. Thread-safe, but images come from one thread at a time.
 */
public final class BrokerRuntime implements AutoCloseable {
    private static final int HOT_READER_THREADS = 2;
    /** How long a bulk lane that was held back waits before it tries again. */
    private static final int THROTTLE_MILLIS = 10;
    /** Small enough not to be a humongous object of the heap, large enough to make the cost of a message vanish. */
    private static final int FEED_MESSAGE_BYTES = 256 << 10;

    private final LoopGroup loops;
    private final Hosting hosting;
    private final ImageFollower images;
    private final RuntimeAccess access;
    private final RuntimePorts ports;
    private final ExecutorService hotReaders;
    private final ScheduledExecutorService bulkReader;
    private final FollowerFeeds feeds;
    private final TailCache tails;
    private final ScheduledExecutorService housekeeping;
    private final AtomicBoolean closed = new AtomicBoolean();

    private BrokerRuntime(
            RuntimeSettings settings, RuntimePorts ports, RuntimeCallbacks callbacks, List<StoredLog> recovered) {
        this.ports = ports;
        Consumer<Throwable> onFatal = callbacks.onFatal();
        hotReaders = Executors.newFixedThreadPool(HOT_READER_THREADS, named("thalweg-reader-", onFatal));
        bulkReader = Executors.newSingleThreadScheduledExecutor(named("thalweg-bulk-reader-", onFatal));
        housekeeping = Executors.newSingleThreadScheduledExecutor(named("thalweg-retention-", onFatal));
        LoopEvents events = new LoopEvents(ports.listener(), ports.peers()::flushData, ports.peers()::flush, onFatal);
        loops = new LoopGroup(settings.loops(), ports.clock(), ports.store(), events);
        Watchers watchers = new Watchers();
        BulkThrottle throttle = new BulkThrottle(
                settings.bulkBytesPerSecond(), ports.clock().nanos().getAsLong() / 1_000_000L);
        feeds = new FollowerFeeds(settings.streamCreditBytes(), FEED_MESSAGE_BYTES, throttle);
        tails = new TailCache(settings.tailBytesPerPartition(), settings.tailBytesTotal());
        hosting = new Hosting(
                loops,
                new PartitionEnvironment(
                        ports.store(),
                        ports.quarantine(),
                        tails,
                        feeds,
                        ports.peers(),
                        watchers,
                        ports.listener(),
                        callbacks.leased(),
                        ports.disk(),
                        new FeedReaders(
                                task -> hotReaders.execute(() -> guarded(task, onFatal)),
                                task -> bulkReader.execute(() -> guarded(task, onFatal)))));
        if (throttle.isLimited()) {
            bulkReader.scheduleWithFixedDelay(
                    () -> guarded(() -> hosting.feedAgain(throttle.takeHeldBack()), onFatal),
                    THROTTLE_MILLIS,
                    THROTTLE_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
        images = hosting.imageFollower(
                new ImageFollower.Identity(settings.self(), settings.incarnation()),
                ports.metadata(),
                ports.appliers(),
                recovered,
                callbacks.appliedImageIndex());
        access = new RuntimeAccess(hosting.partitions(), watchers);
        RetentionPass retention = new RetentionPass(
                hosting.partitions(),
                ports.store(),
                ports.listener(),
                ports.clock(),
                settings.producerExpiry().toMillis());
        long interval = settings.reclaimInterval().toNanos();
        housekeeping.scheduleWithFixedDelay(
                () -> guarded(retention::run, onFatal), interval, interval, TimeUnit.NANOSECONDS);
    }

    /**
     * Starts the loops and the replication streams. Nothing is hosted before {@link #onImage}.
     *
     * @param recovered every log that {@code LogStore.recover} returned
     */
    public static BrokerRuntime start(
            RuntimeSettings settings, RuntimePorts ports, RuntimeCallbacks callbacks, List<StoredLog> recovered) {
        BrokerRuntime runtime = new BrokerRuntime(settings, ports, callbacks, recovered);
        runtime.loops.start();
        ports.peers().start(runtime.hosting.peerListener());
        return runtime;
    }

    /** The next image, in order; returns at once. */
    public void onImage(ClusterImage image, ImageChanges changes) {
        images.onImage(image, changes);
    }

    /** Bytes of batches that leaders here sent on a lane and that the followers have not stored yet. */
    public long bytesUnderWay(Lane lane) {
        return feeds.underWay(lane);
    }

    /** Bytes of the newest batches that are kept for readers; bounded by the settings. */
    public long tailBytes() {
        return tails.bytes();
    }

    /** The partitions, for services. Works before the first image too, and refuses everything then. */
    public PartitionAccess access() {
        return access;
    }

    /**
     * Stops: refuses appends, closes the streams, stores what is worth it, syncs, and ends all threads. The store stays
     * open. Leaders that should move first are moved by draining the broker before.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        access.close();
        ports.peers().close();
        housekeeping.shutdown();
        hosting.closePartitions();
        try {
            loops.stop();
            hotReaders.shutdown();
            bulkReader.shutdown();
            hotReaders.awaitTermination(10, TimeUnit.SECONDS);
            bulkReader.awaitTermination(10, TimeUnit.SECONDS);
            housekeeping.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable task, Consumer<Throwable> onFatal) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            onFatal.accept(e);
        }
    }

    private static ThreadFactory named(String prefix, Consumer<Throwable> onFatal) {
        AtomicInteger next = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + next.getAndIncrement());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, cause) -> onFatal.accept(cause));
            return thread;
        };
    }
}
