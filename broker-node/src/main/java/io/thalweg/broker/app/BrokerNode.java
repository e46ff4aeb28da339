package io.thalweg.broker.app;

import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.metadata.image.ClusterImage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One broker in this process: a data folder, the data plane, the metadata voter if it is one, and its ports. Several may
 * live in one process. Thread-safe.
 *
 * <p>States: starting (ports bound, looking for the cluster), serving, ready (its replicas were in sync once), stopping,
 * stopped. {@link #start} returns in the first, because a cluster forms only when several brokers start together.
 */
public final class BrokerNode implements AutoCloseable {

    private static final Duration USUAL_STOP = Duration.ofSeconds(10);

    private final NodeParts parts;
    private final GracefulStop graceful;

    private BrokerNode(NodeParts parts) {
        this.parts = parts;
        this.graceful = new GracefulStop(parts);
    }

    /**
     * Starts a broker.
     *
     * @param onFatal told, from any thread, of a fault after which this broker must not go on: the process should halt
     * @throws StartRefusal when the folder or a port cannot be used; everything is closed again then
     */
    public static BrokerNode start(ServerSettings settings, Consumer<Throwable> onFatal) throws StartRefusal {
        return new BrokerNode(NodeBuilder.build(settings, onFatal));
    }

    /**
     * Completes when the broker serves and all its replicas were in sync once; fails with {@link StartRefusal} when the
     * cluster will not have it.
     */
    public CompletableFuture<Void> ready() {
        return parts.state().ready().copy();
    }

    /** Completes when the broker takes the calls of clients. */
    public CompletableFuture<Void> serving() {
        return parts.state().serving().copy();
    }

    /**
     * Completes when the cluster has taken this broker out for good, with what to tell the operator: stop it, from another
     * thread than the one that tells. Never completes otherwise.
     */
    public CompletableFuture<StartRefusal> removed() {
        return parts.state().removed().copy();
    }

    /** Returns the ports that were bound. */
    public NodePorts ports() {
        return parts.ports();
    }

    /** Returns the newest metadata image that this broker holds. */
    public ClusterImage image() {
        return parts.session().image();
    }

    /** Returns the broker id of the metadata leader, 0 while unknown. */
    public int metadataLeader() {
        return parts.session().metadataLeader();
    }

    /** Returns the addresses of this broker, for people. */
    public String endpoints() {
        return parts.endpoints();
    }

    /**
     * Stops in order: hands its leaders over, lets calls under way finish, closes the store and marks an orderly stop.
     * Takes no longer than the timeout and a few seconds for closing. Repeatable.
     */
    public void stop(Duration timeout) {
        graceful.stop(timeout);
    }

    /** Stops as a crash would: nothing is handed over, nobody is told, no orderly stop is marked. For tests. */
    public void kill() {
        graceful.kill();
    }

    /** Stops in order within ten seconds. */
    @Override
    public void close() {
        stop(USUAL_STOP);
    }
}
