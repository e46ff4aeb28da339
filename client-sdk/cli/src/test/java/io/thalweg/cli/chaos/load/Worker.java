package io.thalweg.cli.chaos.load;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A thread that does one step after the other until it is told to end. */
final class Worker {
    /** One step. */
    interface Step {
        void run() throws InterruptedException;
    }

    private static final long LONGEST_END_MILLIS = 60_000;

    private final Recorder recorder;
    private final Thread thread;
    private final CountDownLatch ending = new CountDownLatch(1);

    private Worker(String name, Recorder recorder, LongSupplier pauseMillis, Step step, Runnable last) {
        this.recorder = recorder;
        this.thread = new Thread(() -> run(pauseMillis, step, last), name);
        thread.setDaemon(true);
    }

    /** Starts it; {@code last} runs on the thread when it ends. */
    static Worker start(String name, Recorder recorder, Step step, Runnable last) {
        return start(name, recorder, () -> 0, step, last);
    }

    /** The same with a pause before each step, which the end cuts short. */
    static Worker start(String name, Recorder recorder, LongSupplier pauseMillis, Step step, Runnable last) {
        Worker worker = new Worker(name, recorder, pauseMillis, step, last);
        worker.thread.start();
        return worker;
    }

    private void run(LongSupplier pauseMillis, Step step, Runnable last) {
        try {
            while (!ending.await(pauseMillis.getAsLong(), TimeUnit.MILLISECONDS)) {
                step.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            recorder.surprise(thread.getName(), "ended with " + e);
        } finally {
            last.run();
        }
    }

    /** Lets the step that runs end, then waits for the thread. */
    void end() {
        ending.countDown();
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            recorder.surprise(thread.getName(), "hangs at " + String.join(" < ", frames()));
        }
    }

    private String[] frames() {
        return Arrays.stream(thread.getStackTrace())
                .limit(12)
                .map(StackTraceElement::toString)
                .toArray(String[]::new);
    }
}
