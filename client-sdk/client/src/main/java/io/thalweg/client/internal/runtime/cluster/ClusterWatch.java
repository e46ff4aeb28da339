package io.thalweg.client.internal.runtime.cluster;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.internal.retry.Backoff;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.routing.ClusterUpdate;
import io.thalweg.client.internal.routing.ClusterView;
import io.thalweg.client.internal.routing.PartitionRoute;
import io.thalweg.client.internal.runtime.port.MetadataStream;
import io.thalweg.client.internal.runtime.port.Network;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one metadata stream to any broker that lives, and from it the view of the cluster. When the broker is lost or silent, it goes on with another one,
 * learned or from the bootstrap list. Public methods are thread-safe; all state belongs to the loop.
 */
public final class ClusterWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private static final long PING_AFTER_MILLIS = 1_000;
    private static final long SILENT_AFTER_MILLIS = 3_000;
    private static final long TICK_MILLIS = 250;
    /** A broker that is doubted is left at most this often: all of them may be cut off. */
    private static final long DOUBT_PAUSE_NANOS = 1_000_000_000L;

    private final Network network;
    private final Loop loop;
    private final Clocks clocks;
    private final Candidates candidates;
    private final Backoff backoff = new Backoff();
    private final Set<String> watched = new LinkedHashSet<>();
    private final List<Consumer<ClusterView>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile ClusterView view = ClusterView.EMPTY;
    private volatile @Nullable BrokerAddress current;
    private @Nullable Attempt attempt;
    private boolean closed;
    private final List<Runnable> awaitingReport = new ArrayList<>();
    private long doubtedAtNanos;
    private boolean everDoubted;

    public ClusterWatch(Network network, Loop loop, Clocks clocks, List<BrokerAddress> bootstrap) {
        this.network = network;
        this.loop = loop;
        this.clocks = clocks;
        this.candidates = new Candidates(bootstrap);
    }

    /** Begins; the future completes with the first report. */
    public CompletableFuture<Void> start() {
        loop.execute(this::connect);
        loop.every(TICK_MILLIS, this::tick);
        return connected;
    }

    public ClusterView view() {
        return view;
    }

    /** Called on the loop after each change of the view. */
    public void addListener(Consumer<ClusterView> listener) {
        listeners.add(listener);
    }

    public void removeListener(Consumer<ClusterView> listener) {
        listeners.remove(listener);
    }

    /** Watches a topic from now on, from metadata of at least this index. */
    public void watch(String topic, long atLeastIndex) {
        loop.execute(() -> {
            boolean news = watched.add(topic);
            if ((news || atLeastIndex > view.index()) && attempt != null) {
                attempt.watch(List.of(topic), atLeastIndex);
            }
        });
    }

    /** A broker that probably lives; another one with each call. */
    public BrokerAddress anyBroker() {
        List<BrokerAddress> known = List.copyOf(view.addresses());
        BrokerAddress live = current;
        int number = turn.getAndIncrement();
        if (live != null && (number % 2 == 0 || known.isEmpty())) {
            return live;
        }
        return known.isEmpty() ? candidates.first() : known.get(Math.floorMod(number, known.size()));
    }

    /** The broker that reports at the moment, or any. */
    public BrokerAddress liveBroker() {
        BrokerAddress live = current;
        return live != null ? live : anyBroker();
    }

    /** A broker that does not lead the partition has said who does, or that it does not know whether it still does. */
    public void hint(TopicPartition partition, BrokerError error) {
        PartitionRoute known = view.route(partition);
        if (error.reason() == ErrorReason.LEASE_EXPIRED && known != null && known.address() != null) {
            doubt(known.address(), () -> {});
        }
        BrokerAddress address = error.hintedAddress();
        long epoch = error.number("leaderEpoch");
        long leader = error.number("leader");
        if (address != null && epoch > 0 && leader > 0) {
            loop.execute(() -> become(view.withLeader(partition, new PartitionRoute((int) leader, epoch, address))));
        }
    }

    /**
     * A broker may be cut off from the rest of the cluster: what it says about it may be old. Asks another one.
     *
     * @param whenKnown called on the loop after the next report
     */
    public void doubt(BrokerAddress suspect, Runnable whenKnown) {
        loop.execute(() -> {
            awaitingReport.add(whenKnown);
            Attempt now = attempt;
            if (now == null) {
                return;
            }
            boolean again = everDoubted && clocks.nowNanos() - doubtedAtNanos < DOUBT_PAUSE_NANOS;
            if (now.broker.equals(suspect) && !again) {
                everDoubted = true;
                doubtedAtNanos = clocks.nowNanos();
                now.close();
                lost(now, "it may be cut off from the cluster");
            } else {
                now.watch(watched, 0);
            }
        });
    }

    private void connect() {
        if (closed) {
            return;
        }
        BrokerAddress broker = candidates.next();
        network.connectNow(broker);
        Attempt next = new Attempt(broker, clocks.nowNanos());
        attempt = next;
        next.watch(watched, 0);
    }

    private void tick() {
        Attempt now = attempt;
        if (now == null) {
            return;
        }
        long silentMillis = (clocks.nowNanos() - now.lastHeard) / 1_000_000;
        if (silentMillis > SILENT_AFTER_MILLIS) {
            now.close();
            lost(now, "no answer for " + silentMillis + " ms");
        } else if (silentMillis > PING_AFTER_MILLIS && !now.pinged) {
            now.pinged = true;
            now.watch(List.of(), 0);
        }
    }

    private void lost(Attempt lost, String why) {
        if (attempt != lost || closed) {
            return;
        }
        attempt = null;
        current = null;
        candidates.failed(lost.broker, why);
        LOG.debug("metadata stream to {} ended: {}", lost.broker, why);
        loop.after(candidates.exhausted() ? backoff.nextMillis() : 0, this::connect);
    }

    private void updated(Attempt from, ClusterUpdate update) {
        if (attempt != from || closed) {
            return;
        }
        from.lastHeard = clocks.nowNanos();
        from.pinged = false;
        String known = view.clusterId();
        if (!known.isEmpty() && !known.equals(update.clusterId())) {
            from.close();
            lost(from, "it belongs to cluster " + update.clusterId() + ", not to " + known);
            return;
        }
        current = from.broker;
        backoff.reset();
        candidates.succeeded();
        become(view.with(update));
        candidates.learn(view.addresses());
        connected.complete(null);
        List<Runnable> reported = List.copyOf(awaitingReport);
        awaitingReport.clear();
        reported.forEach(Runnable::run);
    }

    private void become(ClusterView next) {
        if (next != view) {
            view = next;
            listeners.forEach(listener -> listener.accept(next));
        }
    }

    /** What went wrong while nobody answered. */
    public CompletableFuture<ThalwegException> unreachable() {
        CompletableFuture<ThalwegException> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(ThalwegException.of(
                ErrorReason.UNREACHABLE, "no broker answered: " + candidates.explain(), Map.of(), null)));
        return answer;
    }

    public void close() {
        loop.execute(() -> {
            closed = true;
            if (attempt != null) {
                attempt.close();
                attempt = null;
            }
        });
    }

    /** One stream to one broker. */
    private final class Attempt {
        private final BrokerAddress broker;
        private final MetadataStream stream;
        private long lastHeard;
        private boolean pinged;

        Attempt(BrokerAddress broker, long now) {
            this.broker = broker;
            this.lastHeard = now;
            this.stream = network.watch(broker, new Events(this));
        }

        void watch(Collection<String> topics, long atLeastIndex) {
            stream.watch(List.copyOf(topics), atLeastIndex);
        }

        void close() {
            stream.close();
        }
    }

    /** Brings what the network calls to the loop. */
    private final class Events implements MetadataStream.Listener {
        private final Attempt attempt;

        Events(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public void onUpdate(ClusterUpdate update) {
            loop.execute(() -> updated(attempt, update));
        }

        @Override
        public void onClosed(BrokerError error) {
            loop.execute(() -> lost(attempt, error.message()));
        }
    }
}
