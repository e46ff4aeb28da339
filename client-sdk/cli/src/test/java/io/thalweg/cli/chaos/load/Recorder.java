package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.EndSight;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.history.LogHistory;
import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.cli.chaos.history.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Collects the history of all clients. Thread-safe; keeps the order of each thread. */
public final class Recorder {
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private int written;
    private final Queue<Sight> sights = new ConcurrentLinkedQueue<>();
    private final Queue<EndSight> ends = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Queue<Finding> surprises = new ConcurrentLinkedQueue<>();

    synchronized void write(Write write) {
        writes.add(write);
        written++;
        notifyAll();
    }

    /** Returns when that many more writes have an outcome; fails if they have none within the limit. */
    public synchronized void awaitWrites(int more, Duration limit) throws InterruptedException {
        int goal = written + more;
        long deadline = System.nanoTime() + limit.toNanos();
        while (written < goal) {
            long leftNanos = deadline - System.nanoTime();
            if (leftNanos <= 0) {
                throw new IllegalStateException((goal - written) + " of " + more + " writes have no outcome after "
                        + limit + ", with no fault under way");
            }
            TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
        }
    }

    void sight(Sight sight) {
        sights.add(sight);
    }

    void end(EndSight end) {
        ends.add(end);
    }

    /** Counts failures that are allowed, for the report. */
    void failure(String reason) {
        failures.computeIfAbsent(reason, first -> new LongAdder()).increment();
    }

    /** How often clients were told which reason. */
    public Map<String, Long> failures() {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    /** Something that no client may meet. */
    public void surprise(String who, String what) {
        surprises.add(new Finding("client", who + ": " + what));
    }

    public List<Finding> surprises() {
        return List.copyOf(surprises);
    }

    /** Everything so far, with the final logs. */
    public LogHistory history(Map<String, List<Sight>> dumps) {
        return new LogHistory(List.copyOf(writes), List.copyOf(sights), List.copyOf(ends), dumps);
    }
}
