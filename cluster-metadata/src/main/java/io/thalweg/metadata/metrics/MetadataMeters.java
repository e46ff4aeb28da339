package io.thalweg.metadata.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thalweg.metadata.controller.LeaderListener;
import io.thalweg.metadata.controller.MetadataQuorum;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Meters of one voter; bind it to any number of registries. What happened before a bind is not counted. Thread-safe. */
public final class MetadataMeters implements MeterBinder, LeaderListener {

    private final MetadataQuorum quorum;
    private final AtomicInteger sessions = new AtomicInteger();
    private final List<Bound> bound = new CopyOnWriteArrayList<>();

    private record Bound(Timer commit, Timer snapshot, Counter fenced) {}

    public MetadataMeters(MetadataQuorum quorum) {
        this.quorum = quorum;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "thalweg.metadata.term",
                        quorum,
                        voter -> voter.leadership().term())
                .description("Raft term of this voter")
                .register(registry);
        Gauge.builder(
                        "thalweg.metadata.leader",
                        quorum,
                        voter -> voter.leadership().leading() ? 1 : 0)
                .description("1 while this voter leads the metadata")
                .register(registry);
        Gauge.builder(
                        "thalweg.metadata.applied.index",
                        quorum,
                        voter -> voter.applied().index())
                .description("Log index of the newest metadata image")
                .register(registry);
        Gauge.builder("thalweg.metadata.sessions", sessions, AtomicInteger::get)
                .description("Brokers with an open session with this metadata leader")
                .register(registry);
        bound.add(new Bound(
                Timer.builder("thalweg.metadata.commit")
                        .description("From submitting a command on the leader to its apply")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry),
                Timer.builder("thalweg.metadata.snapshot")
                        .description("Time for which a snapshot stopped the apply")
                        .register(registry),
                Counter.builder("thalweg.metadata.fenced")
                        .description("Brokers that this metadata leader fenced")
                        .register(registry)));
    }

    /** A command of this leader was applied. */
    public void onCommitted(long nanos) {
        bound.forEach(meters -> meters.commit().record(Duration.ofNanos(nanos)));
    }

    /** A snapshot was taken. */
    public void onSnapshot(long nanos) {
        bound.forEach(meters -> meters.snapshot().record(Duration.ofNanos(nanos)));
    }

    @Override
    public void onFenced(int brokers) {
        bound.forEach(meters -> meters.fenced().increment(brokers));
    }

    @Override
    public void onSessions(int open) {
        sessions.set(open);
    }
}
