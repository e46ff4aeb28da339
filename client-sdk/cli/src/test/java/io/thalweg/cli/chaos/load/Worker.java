package io.thalweg.cli.chaos.load;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** A thread that does one step after the other until it is told to end. */
final class Worker {
    /** One step. */
    interface Step {
        void run() throws InterruptedException;
    }

    private static final long LONGEST_END_MILLIS = 60_000;

    private final Recorder recorder;
    private final Thread thread;
    private final AtomicBoolean ending = new AtomicBoolean();

    private Worker(String name, Recorder recorder, Step step, Runnable last) {
        this.recorder = recorder;
        this.thread = new Thread(() -> run(step, last), name);
        thread.setDaemon(true);
    }

    /** Starts it; {@code last} runs on the thread when it ends. */
    static Worker start(String name, Recorder recorder, Step step, Runnable last) {
        Worker worker = new Worker(name, recorder, step, last);
        worker.thread.start();
        return worker;
    }

    private void run(Step step, Runnable last) {
        try {
            while (!ending.get()) {
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
        ending.set(true);
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
