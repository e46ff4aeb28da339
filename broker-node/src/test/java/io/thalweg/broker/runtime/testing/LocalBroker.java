package io.thalweg.broker.runtime.testing;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.testing.MemoryQuarantine;
import io.thalweg.broker.rpc.peer.PeerChannels;
import io.thalweg.broker.rpc.peer.PeerSettings;
import io.thalweg.broker.rpc.peer.PeerStreams;
import io.thalweg.broker.runtime.BrokerRuntime;
import io.thalweg.broker.runtime.RuntimeCallbacks;
import io.thalweg.broker.runtime.RuntimePorts;
import io.thalweg.broker.runtime.RuntimeSettings;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.link.CommittedApplierFactory;
import io.thalweg.broker.runtime.link.RuntimeListener;
import io.thalweg.broker.runtime.loop.LoopClock;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.RestartKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One data plane on a store, with its peer listener on loopback, connected to {@link DirectMetadata}. */
public final class LocalBroker implements AutoCloseable {
    private final int id;
    private final DirectMetadata metadata;
    private final BrokerRuntime runtime;
    private final PeerStreams peers;
    private final BrokerEpoch epoch;
    private final int port;
    private final FillingDisk disk = new FillingDisk();
    private final AtomicBoolean leased = new AtomicBoolean(true);
    private final AtomicLong appliedImage = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final MemoryQuarantine quarantine = new MemoryQuarantine();
    private Server server;

    private LocalBroker(
            int id,
            LogStore store,
            UUID storageId,
            BrokerEpoch previousEpoch,
            DirectMetadata metadata,
            Map<String, CommittedApplierFactory> appliers,
            UnaryOperator<RuntimeSettings> adjusted) {
        this.id = id;
        this.metadata = metadata;
        BrokerId self = new BrokerId(id);
        UUID incarnation = UUID.nameUUIDFromBytes(new byte[] {(byte) id, (byte) previousEpoch.value()});
        UUID cluster = metadata.image().clusterId();
        peers = new PeerStreams(
                PeerSettings.usual(cluster, self), PeerChannels.plaintext(LocalBroker::channel), System::nanoTime);
        server = listen(0);
        port = server.getPort();
        runtime = BrokerRuntime.start(
                adjusted.apply(settings(self, incarnation, Duration.ofDays(7))),
                new RuntimePorts(
                        store,
                        quarantine,
                        metadata.linkOf(id),
                        peers,
                        disk,
                        RuntimeListener.NONE,
                        new LoopClock(System::currentTimeMillis, System::nanoTime),
                        appliers),
                new RuntimeCallbacks(appliedImage::set, leased::get, fatal::set),
                store.recover());
        TreeMap<String, Endpoint> listeners = new TreeMap<>();
        listeners.put(PeerSettings.LISTENER, new Endpoint("127.0.0.1", port));
        RestartKind kind = previousEpoch.equals(BrokerEpoch.NONE) ? RestartKind.CLEAN : RestartKind.PROCESS;
        CommandReply reply = metadata.apply(new Command.RegisterBroker(new BrokerRegistration(
                self,
                incarnation,
                storageId,
                listeners,
                "",
                kind,
                previousEpoch,
                store.writtenSequence(),
                List.of(),
                1)));
        epoch = ((CommandReply.Accepted) reply).brokerEpoch();
        connect();
        metadata.apply(new Command.ActivateBroker(identity()));
    }

    /** Bytes of all tails in memory. */
    public long tailBytes() {
        return runtime.tailBytes();
    }

    /** Starts a broker; a previous epoch above 0 says that the store is that of an earlier life. */
    public static LocalBroker start(int id, LogStore store, BrokerEpoch previousEpoch, DirectMetadata metadata) {
        return start(id, store, previousEpoch, metadata, Map.of());
    }

    /** As above, with appliers of internal topics. */
    public static LocalBroker start(
            int id,
            LogStore store,
            BrokerEpoch previousEpoch,
            DirectMetadata metadata,
            Map<String, CommittedApplierFactory> appliers) {
        UUID storageId = UUID.nameUUIDFromBytes(new byte[] {(byte) id});
        return new LocalBroker(id, store, storageId, previousEpoch, metadata, appliers, UnaryOperator.identity());
    }

    /** One that comes back on a new disk. */
    public static LocalBroker startOnNewDisk(int id, LogStore store, BrokerEpoch earlier, DirectMetadata metadata) {
        UUID storageId = UUID.nameUUIDFromBytes(new byte[] {(byte) id, 1});
        return new LocalBroker(id, store, storageId, earlier, metadata, Map.of(), UnaryOperator.identity());
    }

    /** One that forgets silent producers soon. */
    public static LocalBroker startForgetful(int id, LogStore store, DirectMetadata metadata, Duration producerExpiry) {
        UUID storageId = UUID.nameUUIDFromBytes(new byte[] {(byte) id});
        return new LocalBroker(
                id,
                store,
                storageId,
                BrokerEpoch.NONE,
                metadata,
                Map.of(),
                usual -> settings(usual.self(), usual.incarnation(), producerExpiry));
    }

    /** One that sends no more than this to followers that catch up. */
    public static LocalBroker startThrottled(int id, LogStore store, DirectMetadata metadata, long bulkBytesPerSecond) {
        UUID storageId = UUID.nameUUIDFromBytes(new byte[] {(byte) id});
        return new LocalBroker(
                id,
                store,
                storageId,
                BrokerEpoch.NONE,
                metadata,
                Map.of(),
                usual -> usual.withBulkBytesPerSecond(bulkBytesPerSecond));
    }

    private static RuntimeSettings settings(BrokerId self, UUID incarnation, Duration producerExpiry) {
        RuntimeSettings usual = RuntimeSettings.usual(self, incarnation, 2, 512L << 20);
        return new RuntimeSettings(
                self,
                incarnation,
                usual.loops(),
                usual.tailBytesPerPartition(),
                usual.tailBytesTotal(),
                usual.streamCreditBytes(),
                usual.bulkBytesPerSecond(),
                producerExpiry,
                Duration.ofMillis(100));
    }

    /** What its logs had to give up in this life. */
    public MemoryQuarantine quarantine() {
        return quarantine;
    }

    public PartitionAccess access() {
        return runtime.access();
    }

    /** Where its peers reach it, on loopback. */
    public int port() {
        return port;
    }

    public BrokerEpoch epoch() {
        return epoch;
    }

    public BrokerIdentity identity() {
        return new BrokerIdentity(new BrokerId(id), epoch);
    }

    /** Up to which image index everything was acted on. */
    public long appliedImage() {
        return appliedImage.get();
    }

    /** What would have halted the process, or null. */
    public @Nullable Throwable fatal() {
        return fatal.get();
    }

    /** The disk under its store. */
    public FillingDisk disk() {
        return disk;
    }

    /** Says whether the broker's lease holds from now on; it does at first. */
    public void leased(boolean held) {
        leased.set(held);
    }

    /** The broker hears nothing of metadata and peers any more; clients still reach it. */
    public void cutOff() {
        metadata.disconnect(id);
        stopServer();
    }

    /** Ends {@link #cutOff}: same process, same epoch. */
    public void heal() {
        server = listen(port);
        connect();
        metadata.apply(new Command.ActivateBroker(identity()));
    }

    /** Stops the process; what was written stays. */
    @Override
    public void close() {
        metadata.disconnect(id);
        runtime.close();
        stopServer();
    }

    private void connect() {
        metadata.connect(id, runtime::onImage);
    }

    private static ManagedChannelBuilder<?> channel(Endpoint endpoint) {
        return ManagedChannelBuilder.forAddress(endpoint.host(), endpoint.port());
    }

    private Server listen(int wanted) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
                    .directExecutor()
                    .maxInboundMessageSize(PeerSettings.MAX_MESSAGE_BYTES)
                    .addService(peers.service())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopServer() {
        try {
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
