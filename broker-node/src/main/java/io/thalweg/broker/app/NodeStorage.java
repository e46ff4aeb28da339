package io.thalweg.broker.app;

import io.thalweg.broker.app.settings.HostPort;
import io.thalweg.broker.app.settings.NodeSettings;
import io.thalweg.broker.log.RestartDecision;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.storage.BootId;
import io.thalweg.broker.storage.DataFolder;
import io.thalweg.broker.storage.DataFolderException;
import io.thalweg.broker.storage.FreeSpace;
import io.thalweg.broker.storage.QuarantineFolder;
import io.thalweg.broker.storage.RocksDbLogStore;
import io.thalweg.broker.storage.StorageSettings;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.metadata.model.VoterSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder in use, with its store open and recovered. */
final class NodeStorage {

    private static final Logger LOG = LoggerFactory.getLogger(NodeStorage.class);

    private static final StorageSettings SETTINGS = StorageSettings.defaults();

    private final DataFolder folder;
    private final RocksDbLogStore rocks;
    private final SyncObservingStore store;
    private final List<StoredLog> recovered;
    private final io.thalweg.broker.log.RestartKind kind;
    private final long recoveredSequence;

    private NodeStorage(DataFolder folder, RocksDbLogStore rocks, SyncObservingStore store, List<StoredLog> recovered) {
        this.folder = folder;
        this.rocks = rocks;
        this.store = store;
        this.recovered = List.copyOf(recovered);
        this.kind = folder.restartKind();
        this.recoveredSequence = store.writtenSequence();
    }

    /**
     * Takes the folder in use and recovers all logs.
     *
     * @param onFatal told when the disk failed for good
     */
    static NodeStorage open(NodeSettings node, Supplier<UUID> ids, Consumer<Throwable> onFatal) throws StartRefusal {
        DataFolder folder;
        try {
            folder = DataFolder.open(
                    node.dataDirectory(), node.clusterId(), node.broker().value(), BootId.current(ids), ids);
        } catch (DataFolderException e) {
            throw new StartRefusal(
                    "Cannot use the data folder " + node.dataDirectory() + " (" + e.reason() + ")",
                    String.valueOf(e.getMessage()),
                    remedy(e.reason()));
        }
        try {
            if (folder.previousEpoch() > 0 && !RocksDbLogStore.isIn(folder.logs())) {
                LOG.warn("The store in {} is gone: all replicas are copied anew", folder.logs());
                folder.recordDamage();
            }
            RocksDbLogStore rocks = RocksDbLogStore.open(folder.logs(), SETTINGS, fault -> {
                if (!fault.isDiskFull()) {
                    folder.recordIoError();
                }
                onFatal.accept(fault);
            });
            rocks.journalDamage().ifPresent(what -> {
                LOG.warn("The journal in {} is damaged: {}. The store holds what came before", folder.logs(), what);
                folder.recordDamage();
            });
            SyncObservingStore store = new SyncObservingStore(rocks);
            NodeStorage storage = new NodeStorage(folder, rocks, store, store.recover());
            LOG.info("store open after a restart of kind {}", storage.kind);
            storage.recovered.stream()
                    .filter(log -> log.damage() != null)
                    .forEach(log -> LOG.warn("{} is damaged: {}", log.id(), log.damage()));
            return storage;
        } catch (StorageFault e) {
            folder.close();
            throw new StartRefusal(
                    "Cannot open the store in " + node.dataDirectory(),
                    String.valueOf(e.getMessage()),
                    e.isDiskFull()
                            ? "Free or add space on the disk of data.dir, and start again. Nothing is lost; delete nothing"
                                    + " in that folder."
                            : "Check the disk; if it is sound, move " + folder.logs()
                                    + " away (keep it until the cluster is whole)"
                                    + " and start again: this broker then copies its replicas from the others.");
        }
    }

    private static String remedy(DataFolderException.Reason reason) {
        return switch (reason) {
            case LOCKED -> "Stop the other process, or give this broker its own data.dir.";
            case OTHER_CLUSTER -> "Correct cluster.id or data.dir.";
            case OTHER_BROKER -> "Correct broker.id or data.dir.";
            case NEWER_FORMAT -> "Start the version that wrote the folder, or a newer one.";
            case IDENTITY_LOST -> "Restore node.json from a backup, or move the folder away and start empty.";
            case NOT_WRITABLE -> "Make the folder writable for this user, and check that its disk is not full.";
        };
    }

    /** Bytes that the store holds outside the heap. */
    long memoryBytes() {
        return rocks.memoryBytes();
    }

    /** Bound on them. */
    long memoryLimitBytes() {
        return SETTINGS.memoryBytes();
    }

    SyncObservingStore store() {
        return store;
    }

    List<StoredLog> recovered() {
        return recovered;
    }

    /** Where records are kept that logs had to give up after a recovery. */
    QuarantineFolder quarantine() {
        FreeSpace space = new FreeSpace(folder.logs());
        return new QuarantineFolder(folder.quarantine(), space::usableBytes);
    }

    UUID storageId() {
        return folder.storageId();
    }

    /** Where the voters were when this broker last heard of them; nothing in a new folder. */
    List<Endpoint> knownVoters() {
        List<Endpoint> known = new ArrayList<>();
        for (String line : folder.voters().lines().toList()) {
            HostPort address = HostPort.parse(line);
            if (address != null && address.port() > 0) {
                known.add(new Endpoint(address.host(), address.port()));
            }
        }
        return List.copyOf(known);
    }

    /** Others vote now: the next start looks for the metadata leader there. Writes to the disk. */
    void onVoters(VoterSet voters) {
        StringBuilder text = new StringBuilder();
        voters.peers().stream()
                .map(VoterPeer::voter)
                .forEach(voter -> text.append(new HostPort(voter.host(), voter.peerPort()))
                        .append('\n'));
        folder.recordVoters(text.toString());
    }

    /** Folder of a voter's metadata log. */
    Path metadata() {
        return folder.metadata();
    }

    BrokerEpoch previousEpoch() {
        return new BrokerEpoch(folder.previousEpoch());
    }

    long recoveredSequence() {
        return recoveredSequence;
    }

    RestartKind restartKind() {
        return switch (kind) {
            case CLEAN -> RestartKind.CLEAN;
            case PROCESS -> RestartKind.PROCESS;
            case POWER -> RestartKind.POWER;
            case LOSSY -> RestartKind.LOSSY;
        };
    }

    /** Partitions that may have lost acknowledged records although the rest did not. */
    List<PartitionUid> lossyPartitions() {
        return RestartDecision.lossyLogs(kind, recovered).stream()
                .map(log -> new PartitionUid(log.partitionUid()))
                .toList();
    }

    /** The restart was reported and this epoch given. Writes to the disk. */
    void onRegistered(BrokerEpoch epoch) {
        if (folder.previousEpoch() != epoch.value()
                || folder.restartKind() != io.thalweg.broker.log.RestartKind.CLEAN) {
            folder.registered(epoch.value());
        }
    }

    /** Syncs, closes the store and marks an orderly stop. */
    void closeCleanly() {
        store.close();
        folder.closeCleanly();
    }

    /** Closes the store without marking an orderly stop, as a crash would have left it. */
    void abandon() {
        store.close();
        folder.close();
    }
}
