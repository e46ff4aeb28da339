package io.thalweg.broker.rpc.peer;

import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.runtime.link.PeerListener;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dials the leaders that are wanted: at most one stream or attempt for each and lane. Only for the streams' own thread. */
final class LeaderDials {
    private final PeerSettings settings;
    private final ScheduledExecutorService thread;
    private final LongSupplier nanoClock;
    private final Supplier<@Nullable PeerTopology> topology;
    private final Dialer dialer;
    private final PeerListener listener;
    private final Map<Target, Dial> dials = new HashMap<>();

    /** Opens a channel, says hello. */
    @FunctionalInterface
    interface Dialer {
        DialedStream dial(Target target, Endpoint endpoint, PeerTopology topology);
    }

    /** Whom to dial, and for which lane. */
    record Target(BrokerId leader, Lane lane) {}

    private static final class Dial {
        private final DialBackoff backoff;
        private boolean wanted;
        private boolean waiting;
        private boolean announcing;
        private @Nullable DialedStream stream;

        Dial(DialBackoff backoff) {
            this.backoff = backoff;
        }
    }

    LeaderDials(
            PeerSettings settings,
            ScheduledExecutorService thread,
            LongSupplier nanoClock,
            Supplier<@Nullable PeerTopology> topology,
            Dialer dialer,
            PeerListener listener) {
        this.settings = settings;
        this.thread = thread;
        this.nanoClock = nanoClock;
        this.topology = topology;
        this.dialer = dialer;
        this.listener = listener;
    }

    /** A stream to this leader is wanted; if it is there, that is said once for all wishes of the moment. */
    void want(Target target) {
        Dial dial = dials.computeIfAbsent(target, this::newDial);
        DialedStream stream = dial.stream;
        if (stream != null && stream.id() != null) {
            if (!dial.announcing) {
                dial.announcing = true;
                thread.execute(() -> announce(dial));
            }
        } else {
            dial.wanted = true;
            attempt(target, dial);
        }
    }

    /** A stream to this broker will be wanted in a hurry when it becomes leader, so it is dialled before. */
    void keep(Target target) {
        Dial dial = dials.computeIfAbsent(target, this::newDial);
        if (dial.stream == null && !dial.wanted) {
            dial.wanted = true;
            attempt(target, dial);
        }
    }

    private Dial newDial(Target target) {
        return new Dial(new DialBackoff(settings.firstRetry(), settings.lastRetry()));
    }

    /** Addresses or sessions have changed. */
    void retryWanted() {
        dials.forEach(this::attempt);
    }

    void welcomed(DialedStream stream) {
        Dial dial = dials.get(targetOf(stream));
        PeerStream id = stream.id();
        if (dial != null && dial.stream == stream && id != null) {
            dial.wanted = false;
            listener.leaderConnected(id);
        }
    }

    void ended(DialedStream stream) {
        Target target = targetOf(stream);
        Dial dial = dials.get(target);
        if (dial == null || dial.stream != stream) {
            return;
        }
        dial.stream = null;
        dial.waiting = true;
        long wait = dial.backoff.ended(nanoClock.getAsLong());
        thread.schedule(
                () -> {
                    dial.waiting = false;
                    attempt(target, dial);
                },
                wait,
                TimeUnit.NANOSECONDS);
        PeerStream id = stream.id();
        if (id != null) {
            listener.disconnected(id);
        }
    }

    /** Every stream and attempt there is. */
    List<DialedStream> streams() {
        return dials.values().stream()
                .map(dial -> dial.stream)
                .filter(stream -> stream != null)
                .toList();
    }

    private void announce(Dial dial) {
        dial.announcing = false;
        DialedStream stream = dial.stream;
        PeerStream id = stream == null ? null : stream.id();
        if (id != null) {
            listener.leaderConnected(id);
        }
    }

    private static Target targetOf(DialedStream stream) {
        return new Target(stream.leader(), stream.lane());
    }

    private void attempt(Target target, Dial dial) {
        PeerTopology known = topology.get();
        Endpoint endpoint = known == null ? null : known.endpoint(target.leader());
        if (!dial.wanted || dial.waiting || dial.stream != null || known == null || endpoint == null) {
            return;
        }
        dial.backoff.started(nanoClock.getAsLong());
        dial.stream = dialer.dial(target, endpoint, known);
    }
}
