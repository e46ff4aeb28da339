package io.thalweg.cli.chaos.network.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread that waits for channels, runs what others give it, and looks around from time to time. */
final class EventLoop implements AutoCloseable {
    private final Selector selector;
    private final Runnable tick;
    private final long tickMillis;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closing;

    private EventLoop(Runnable tick, long tickMillis) throws IOException {
        this.selector = Selector.open();
        this.tick = tick;
        this.tickMillis = tickMillis;
    }

    static EventLoop start(String name, Runnable tick, long tickMillis) {
        try {
            EventLoop loop = new EventLoop(tick, tickMillis);
            Thread thread = new Thread(loop::run, name);
            thread.setDaemon(true);
            thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try {
            while (!closing) {
                selector.select(tickMillis);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
                selector.selectedKeys().clear();
                ready.stream().filter(SelectionKey::isValid).forEach(key -> ((Runnable) key.attachment()).run());
                tick.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ended.complete(null);
        }
    }

    /** Runs it on the thread of this loop, some time. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Runs it there and waits for its end. */
    void call(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            task.run();
            done.complete(null);
        });
        CompletableFuture.anyOf(done, ended).join();
        if (!done.isDone()) {
            throw new IllegalStateException("the loop has ended");
        }
    }

    /** On the loop's thread: calls back whenever the channel is ready for something of interest; at first nothing is. */
    SelectionKey register(SelectableChannel channel, Runnable whenReady) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, 0, whenReady);
    }

    /** On the loop's thread: what was closed is closed for the operating system, too. */
    void flush() {
        try {
            selector.selectNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the thread; what was given and has not run does not run. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        ended.join();
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
