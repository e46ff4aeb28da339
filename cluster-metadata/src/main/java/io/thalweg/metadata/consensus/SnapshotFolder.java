package io.thalweg.metadata.consensus;

import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.codec.MalformedImageException;
import io.thalweg.metadata.image.ClusterImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of snapshot files, one image each. Nothing else may live in it: an installed snapshot replaces it whole.
 *
 * <p>Written by the thread that applies; {@link #getLatestSnapshot} is called by any thread and answers from memory. What
 * it names has been written or verified by this process.
 */
final class SnapshotFolder implements StateMachineStorage {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolder.class);

    private @Nullable Path directory;
    private volatile @Nullable SingleFileSnapshotInfo latest;

    /** A verified snapshot. */
    record Loaded(TermIndex position, ClusterImage image) {}

    @Override
    public void init(RaftStorage storage) throws IOException {
        Path folder = storage.getStorageDir().getStateMachineDir().toPath();
        Files.createDirectories(folder);
        directory = folder;
    }

    /**
     * Loads the newest snapshot that verifies, and makes it the latest. A damaged one is set aside.
     *
     * @return null if there is none
     */
    @Nullable
    Loaded load() throws IOException {
        latest = null;
        for (Path file : files()) {
            try {
                Loaded loaded = verified(file);
                DurableFiles.force(file);
                forceNames();
                MD5Hash md5 = MD5FileUtil.computeMd5ForFile(file.toFile());
                MD5FileUtil.saveMD5File(file.toFile(), md5);
                latest = new SingleFileSnapshotInfo(new FileInfo(file, md5), loaded.position());
                return loaded;
            } catch (SnapshotFile.CorruptSnapshot e) {
                LOG.error("Setting a damaged metadata snapshot aside", e);
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".corrupt"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return null;
    }

    /** Last entry that the newest snapshot covers that verifies; empty if there is none. Changes nothing. */
    static OptionalLong newestIndex(Path directory) throws IOException {
        for (Path file : files(directory)) {
            try {
                return OptionalLong.of(verified(file).position().getIndex());
            } catch (SnapshotFile.CorruptSnapshot e) {
                LOG.warn("{} is damaged and counts for nothing", file);
            }
        }
        return OptionalLong.empty();
    }

    /** Writes a snapshot; when this returns it is durable and the latest. */
    void write(TermIndex position, ClusterImage image) throws IOException {
        Path file = folder().resolve(
                        SimpleStateMachineStorage.getSnapshotFileName(position.getTerm(), position.getIndex()));
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        new SnapshotFile(position.getTerm(), position.getIndex(), ImageCodec.encode(image), image.digest())
                .write(temporary);
        MD5Hash md5 = MD5FileUtil.computeMd5ForFile(temporary.toFile());
        MD5FileUtil.saveMD5File(file.toFile(), md5);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceNames();
        latest = new SingleFileSnapshotInfo(new FileInfo(file, md5), position);
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        return latest;
    }

    @Override
    public void format() {
        // The folder is made by init.
    }

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
        List<Path> files = files();
        for (Path old : files.subList(Math.min(policy.getNumSnapshotsRetained(), files.size()), files.size())) {
            Files.deleteIfExists(old);
            Files.deleteIfExists(old.resolveSibling(old.getFileName() + MD5FileUtil.MD5_SUFFIX));
        }
    }

    private static Loaded verified(Path file) throws IOException {
        SnapshotFile content = SnapshotFile.read(file);
        TermIndex position = TermIndex.valueOf(content.term(), content.index());
        if (!position.equals(SimpleStateMachineStorage.getTermIndexFromSnapshotFile(file.toFile()))) {
            throw new SnapshotFile.CorruptSnapshot(file + " holds the snapshot " + position);
        }
        ClusterImage image = decoded(file, content.image());
        if (image.digest() != content.digest()) {
            throw new SnapshotFile.CorruptSnapshot(file + " decodes to an image with another digest");
        }
        return new Loaded(position, image);
    }

    private static ClusterImage decoded(Path file, byte[] image) throws SnapshotFile.CorruptSnapshot {
        try {
            return ImageCodec.decode(image);
        } catch (MalformedImageException e) {
            throw new SnapshotFile.CorruptSnapshot(file + " holds no image", e);
        }
    }

    private List<Path> files() throws IOException {
        return files(folder());
    }

    /** Newest first. */
    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(path -> SimpleStateMachineStorage.SNAPSHOT_REGEX
                            .matcher(path.getFileName().toString())
                            .matches())
                    .sorted(Comparator.comparingLong(SnapshotFolder::index).reversed())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static long index(Path file) {
        return SimpleStateMachineStorage.getTermIndexFromSnapshotFile(file.toFile())
                .getIndex();
    }

    /** An install renames the folder itself, so its name must be durable too. */
    private void forceNames() throws IOException {
        Path folder = folder();
        DurableFiles.force(folder);
        Path parent = folder.getParent();
        if (parent != null) {
            DurableFiles.force(parent);
        }
    }

    private Path folder() {
        Path folder = directory;
        if (folder == null) {
            throw new IllegalStateException("the snapshot folder is used before init");
        }
        return folder;
    }
}
