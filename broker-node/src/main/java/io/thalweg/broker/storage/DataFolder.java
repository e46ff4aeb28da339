package io.thalweg.broker.storage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.thalweg.broker.log.RestartDecision;
import io.thalweg.broker.log.RestartKind;
import io.thalweg.broker.log.RestartMarker;
import io.thalweg.broker.log.StorageFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker's data folder: held by one process at a time, belonging to one broker of one cluster, and remembering how it
 * was left. Layout: docs/design/storage.md. Order at start: {@link #open}, open the log store in {@link #logs},
 * {@link #recordDamage} if its journal was damaged, register with {@link #restartKind} and
 * {@link #previousEpoch}, then {@link #registered}. Thread-safe.
 */
public final class DataFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    private final Path folder;
    private final FileChannel lockFile;
    private final FolderIdentity identity;
    private final String bootId;

    @GuardedBy("this")
    private RestartMarker marker;

    private DataFolder(Path folder, FileChannel lockFile, FolderIdentity identity, String bootId) throws IOException {
        this.folder = folder;
        this.lockFile = lockFile;
        this.identity = identity;
        this.bootId = bootId;
        RestartMarker old = MarkerJson.read(DurableFiles.readOrEmpty(folder.resolve("restart.json")));
        RestartKind kind = RestartDecision.beforeOpening(
                old, identity.storageId(), bootId, Files.exists(folder.resolve("io-error")));
        marker = new RestartMarker(true, bootId, identity.storageId(), old == null ? 0 : old.lastEpoch(), kind);
        DurableFiles.replace(folder.resolve("restart.json"), MarkerJson.write(marker));
    }

    /**
     * Takes the folder in use, creating it if there is none.
     *
     * @param bootId {@link BootId#current}
     * @param newStorageId gives the id of a new folder
     * @throws DataFolderException if it cannot be used; the message names the remedy
     */
    public static DataFolder open(
            Path folder, UUID clusterId, int brokerId, String bootId, Supplier<UUID> newStorageId) {
        @Nullable FileChannel lockFile = null;
        try {
            DurableFiles.createFolders(folder);
            lockFile = lock(folder);
            FolderIdentity identity = identify(folder, clusterId, brokerId, newStorageId);
            return new DataFolder(folder, lockFile, identity, bootId);
        } catch (IOException e) {
            release(lockFile);
            throw new DataFolderException(
                    DataFolderException.Reason.NOT_WRITABLE,
                    "cannot use the data folder " + folder + ": " + e
                            + ". Check that it exists, belongs to this user and its disk is writable and not full.",
                    e);
        } catch (DataFolderException e) {
            release(lockFile);
            throw e;
        }
    }

    /** Id of this folder: the same as long as its content is. */
    public UUID storageId() {
        return identity.storageId();
    }

    /** Where the log store lives. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** Where records are kept that logs had to give up after a recovery. */
    public Path quarantine() {
        return quarantineIn(folder);
    }

    /** The same of any data folder, in use or not. */
    public static Path quarantineIn(Path folder) {
        return folder.resolve("quarantine");
    }

    /** Where a voter's metadata log lives. */
    public Path metadata() {
        return folder.resolve("metadata");
    }

    /** What {@link #recordVoters} last wrote, empty if nothing. */
    public String voters() {
        return DurableFiles.readOrEmpty(folder.resolve("voters"));
    }

    /** Notes where the metadata voters are, for the next start. */
    public void recordVoters(String text) {
        if (text.equals(voters())) {
            return;
        }
        try {
            DurableFiles.replace(folder.resolve("voters"), text);
        } catch (IOException e) {
            throw new StorageFault("cannot note where the voters are: " + e.getMessage(), e);
        }
    }

    /** What may have been lost since the last registration. */
    public synchronized RestartKind restartKind() {
        return marker.debt();
    }

    /** Broker epoch of the last registration from this folder, 0 if there was none. */
    public synchronized long previousEpoch() {
        return marker.lastEpoch();
    }

    /** The store was damaged: from now on, also after another crash, the restart is {@link RestartKind#LOSSY}. */
    public synchronized void recordDamage() {
        store(new RestartMarker(true, bootId, identity.storageId(), marker.lastEpoch(), RestartKind.LOSSY));
    }

    /** The restart was reported and this broker epoch given. */
    public synchronized void registered(long brokerEpoch) {
        store(new RestartMarker(true, bootId, identity.storageId(), brokerEpoch, RestartKind.CLEAN));
        try {
            DurableFiles.delete(folder.resolve("io-error"));
        } catch (IOException e) {
            throw new StorageFault("cannot remove the I/O error note: " + e.getMessage(), e);
        }
    }

    /** Notes an I/O error as well as the disk still allows, before the process stops. Never throws. */
    public void recordIoError() {
        try {
            DurableFiles.replace(folder.resolve("io-error"), "an I/O error was met\n");
        } catch (IOException e) {
            LOG.warn("the I/O error could not be noted in the data folder", e);
        }
    }

    /** Marks an orderly stop and gives the folder back. The log store is synced and closed before. */
    public synchronized void closeCleanly() {
        store(new RestartMarker(false, bootId, identity.storageId(), marker.lastEpoch(), marker.debt()));
        release(lockFile);
    }

    /** Gives the folder back without marking an orderly stop. */
    @Override
    public void close() {
        release(lockFile);
    }

    @GuardedBy("this")
    private void store(RestartMarker next) {
        try {
            DurableFiles.replace(folder.resolve("restart.json"), MarkerJson.write(next));
        } catch (IOException e) {
            throw new StorageFault("cannot write the restart marker: " + e.getMessage(), e);
        }
        marker = next;
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new DataFolderException(
                    DataFolderException.Reason.LOCKED,
                    "the data folder " + folder + " is in use by another process."
                            + " Stop that broker, or give this one another data.dir.");
        }
        return channel;
    }

    private static FolderIdentity identify(Path folder, UUID clusterId, int brokerId, Supplier<UUID> newStorageId)
            throws IOException {
        Path first = folder.resolve("node.json");
        Path second = folder.resolve("node.copy.json");
        @Nullable FolderIdentity found = FolderIdentity.ofJson(DurableFiles.readOrEmpty(first));
        if (found == null) {
            found = FolderIdentity.ofJson(DurableFiles.readOrEmpty(second));
        }
        if (found == null) {
            requireNew(folder);
            found = new FolderIdentity(FolderIdentity.FORMAT, clusterId, brokerId, newStorageId.get());
        }
        requireOurs(folder, found, clusterId, brokerId);
        found = found.inThisFormat();
        for (Path file : new Path[] {second, first}) {
            if (!found.equals(FolderIdentity.ofJson(DurableFiles.readOrEmpty(file)))) {
                DurableFiles.replace(file, found.toJson());
            }
        }
        return found;
    }

    private static void requireNew(Path folder) {
        if (Files.exists(folder.resolve("logs")) || Files.exists(folder.resolve("node.json"))) {
            throw new DataFolderException(
                    DataFolderException.Reason.IDENTITY_LOST,
                    "the data folder " + folder + " holds data, but neither node.json nor node.copy.json can be read."
                            + " Restore one of them from a backup, or move the folder away:"
                            + " the broker then starts empty and copies its replicas from the others.");
        }
    }

    private static void requireOurs(Path folder, FolderIdentity found, UUID clusterId, int brokerId) {
        if (found.format() > FolderIdentity.FORMAT) {
            throw new DataFolderException(
                    DataFolderException.Reason.NEWER_FORMAT,
                    "the data folder " + folder + " has format " + found.format() + ", this version knows "
                            + FolderIdentity.FORMAT + ". Start the version that wrote it, or a newer one.");
        }
        if (!found.clusterId().equals(clusterId)) {
            throw new DataFolderException(
                    DataFolderException.Reason.OTHER_CLUSTER,
                    "the data folder " + folder + " belongs to cluster " + found.clusterId() + ", this is cluster "
                            + clusterId + ". Correct cluster.id or data.dir.");
        }
        if (found.brokerId() != brokerId) {
            throw new DataFolderException(
                    DataFolderException.Reason.OTHER_BROKER,
                    "the data folder " + folder + " belongs to broker " + found.brokerId() + ", this is broker "
                            + brokerId + ". Correct broker.id or data.dir.");
        }
    }

    private static void release(@Nullable FileChannel lockFile) {
        if (lockFile == null) {
            return;
        }
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new StorageFault("cannot give back the folder's lock: " + e.getMessage(), e);
        }
    }
}
