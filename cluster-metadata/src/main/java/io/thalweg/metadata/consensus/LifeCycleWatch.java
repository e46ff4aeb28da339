package io.thalweg.metadata.consensus;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.ratis.util.LifeCycle;

/**
 * Looks after the Raft server: it can close itself while the process lives on (state machine or log failure, a long pause
 * of the process, removal from the group), and a voter in that state must not pretend to be one. Also looks at the
 * leadership, and asks for snapshots by time.
 */
final class LifeCycleWatch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 250;

    private final Supplier<LifeCycle.State> state;
    private final Runnable leadership;
    private final Runnable snapshot;
    private final long snapshotMillis;
    private final FatalListener fatal;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "metadata-watch");
        thread.setDaemon(true);
        return thread;
    });

    LifeCycleWatch(
            Supplier<LifeCycle.State> state,
            Runnable leadership,
            Runnable snapshot,
            Duration snapshotInterval,
            FatalListener fatal) {
        this.state = state;
        this.leadership = leadership;
        this.snapshot = snapshot;
        this.snapshotMillis = snapshotInterval.toMillis();
        this.fatal = fatal;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::check, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(snapshot, snapshotMillis, snapshotMillis, TimeUnit.MILLISECONDS);
    }

    private void check() {
        LifeCycle.State now = state.get();
        if (now != LifeCycle.State.RUNNING && now != LifeCycle.State.STARTING) {
            timer.shutdown();
            fatal.onFatal("the Raft server is " + now, null);
            return;
        }
        leadership.run();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
