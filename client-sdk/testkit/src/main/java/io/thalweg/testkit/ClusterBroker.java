package io.thalweg.testkit;

import io.thalweg.broker.app.BrokerNode;
import io.thalweg.broker.app.StartRefusal;
import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.SettingsException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One broker of a {@link ThalwegCluster}. Thread-safe, but one thread at a time should stop and start it. */
public final class ClusterBroker {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterBroker.class);
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final ClusterLayout layout;
    private final int id;
    private final AtomicReference<@Nullable BrokerNode> running = new AtomicReference<>();

    ClusterBroker(ClusterLayout layout, int id) {
        this.layout = layout;
        this.id = id;
    }

    /** Its broker id, from 1. */
    public int id() {
        return id;
    }

    /** Where clients reach it, {@code HOST:PORT}; the same after a restart. */
    public String address() {
        return layout.clientAddress(id);
    }

    /** True between {@link #start} and {@link #stop} or {@link #kill}, or its removal from the cluster. */
    public boolean isRunning() {
        return running.get() != null;
    }

    /**
     * Starts it on the folder and the ports that it had before, and waits at most 60 s until it is ready: it serves and its
     * replicas have caught up. Does nothing when it runs.
     *
     * @throws IllegalStateException when it refuses to start or does not become ready
     */
    public void start() {
        if (!isRunning()) {
            begin();
            awaitReady();
        }
    }

    /** Stops as a shutdown does: its leaders move to other brokers first. Takes at most about 20 s. Does nothing when it does not run. */
    public void stop() {
        BrokerNode node = running.get();
        if (node != null) {
            node.stop(LONGEST_STOP);
            running.compareAndSet(node, null);
        }
    }

    /** Stops as a crash does: nobody is told, and nothing is handed over. Does nothing when it does not run. */
    public void kill() {
        BrokerNode node = running.get();
        if (node != null) {
            node.kill();
            running.compareAndSet(node, null);
        }
    }

    /** Starts it without waiting, because a cluster forms only when several brokers start together. */
    void begin() {
        try {
            BrokerNode node = BrokerNode.start(ServerSettings.of(layout.settings(id)), this::onFault);
            running.set(node);
            node.removed().thenAccept(why -> end(this::stop));
        } catch (SettingsException e) {
            throw new IllegalStateException("broker " + id + ": " + e.getMessage() + " " + e.why(), e);
        } catch (StartRefusal e) {
            throw new IllegalStateException("broker " + id + ": " + e.getMessage() + " " + e.why(), e);
        }
    }

    void awaitReady() {
        BrokerNode node = running.get();
        if (node == null) {
            throw new IllegalStateException("broker " + id + " stopped while it was starting");
        }
        try {
            node.ready().get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("broker " + id + " does not become ready", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while broker " + id + " was starting", e);
        }
    }

    /** A process of its own would halt now. The thread that tells is one of the broker's, so another has to end it. */
    private void onFault(Throwable fault) {
        LOG.error("broker {} failed and is killed", id, fault);
        end(this::kill);
    }

    private void end(Runnable how) {
        Thread end = new Thread(how, "thalweg-testkit-end-" + id);
        end.setDaemon(true);
        end.start();
    }

    @Override
    public String toString() {
        return "broker " + id + " at " + address();
    }
}
