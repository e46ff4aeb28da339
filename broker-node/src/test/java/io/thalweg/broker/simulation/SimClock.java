package io.thalweg.broker.simulation;

import com.google.errorprone.annotations.FormatMethod;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Virtual time in milliseconds, the events to come, the one source of chance, and the trace. */
final class SimClock {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final SplittableRandom random;
    private final StringBuilder trace = new StringBuilder();
    private final boolean tracing;
    private long now;
    private long scheduled;
    private long executed;

    SimClock(long seed, boolean tracing) {
        this.random = new SplittableRandom(seed);
        this.tracing = tracing;
    }

    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(time, now), scheduled++, action));
    }

    void in(long delay, Runnable action) {
        at(now + delay, action);
    }

    /** Runs the next event unless it lies beyond a time; false if there is none. */
    boolean step(long until) {
        Event next = events.peek();
        if (next == null || next.time > until) {
            now = Math.max(now, until);
            return false;
        }
        events.remove();
        now = next.time;
        executed++;
        next.action.run();
        return true;
    }

    long executed() {
        return executed;
    }

    /** From low to high, both included. */
    long between(long low, long high) {
        return low >= high ? low : random.nextLong(low, high + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int pick(int bound) {
        return random.nextInt(bound);
    }

    /** A delay that is mostly short and sometimes long. */
    long delay(long usual, long longest) {
        return chance(0.03) ? between(usual, longest) : between(0, usual);
    }

    @FormatMethod
    void note(String format, @Nullable Object... values) {
        if (tracing) {
            trace.append(String.format("%6d  ", now))
                    .append(String.format(format, values))
                    .append('\n');
        }
    }

    String trace() {
        return trace.toString();
    }

    private record Event(long time, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return time == other.time ? Long.compare(number, other.number) : Long.compare(time, other.time);
        }
    }
}
