package io.thalweg.cli.record;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM while a command runs: asks it to finish, and lets the process end when it has, or after 5 s. */
final class Interruption implements AutoCloseable {
    private static final long LIMIT_SECONDS = 5;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    private volatile Runnable wish = () -> {};

    private Interruption() {
        hook = new Thread(this::interrupt, "interruption");
    }

    private void interrupt() {
        requested = true;
        wish.run();
        awaitFinished();
    }

    /** Call it first and close it last: the process does not end before. */
    static Interruption install() {
        var interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** What to call, from another thread, to make the command finish. */
    void onRequest(Runnable ask) {
        wish = ask;
    }

    /** Whether the process was asked to end. */
    boolean requested() {
        return requested;
    }

    private void awaitFinished() {
        try {
            if (!finished.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(130);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is left to do: the process may end, even if the command is still waiting for input. */
    void finish() {
        finished.countDown();
    }

    /** The command has finished. */
    @Override
    public void close() {
        finish();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook runs: nothing is left to remove.
            requested = true;
        }
    }
}
