package io.thalweg.cli.chaos.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The disk under one broker's data folder, by way of a {@link Shim}. Used by one thread. */
public final class BrokerDisk {
    private final Shim shim;
    private final Path data;
    private final Path control;
    private final FolderModel model;
    private final List<Path> journals = new ArrayList<>();
    private int lives;
    private int cuts;

    /**
     * Of a broker that has not been started yet.
     *
     * @param folder for what this keeps
     */
    public BrokerDisk(Shim shim, Path data, Path folder) {
        this.shim = shim;
        this.data = data;
        this.control = folder;
        this.model = new FolderModel(data);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the broker's next life must find in its environment. */
    public Map<String, String> environment() {
        Path journal = control.resolve("journal-" + ++lives);
        journals.add(journal);
        return Map.of(
                "LD_PRELOAD", shim.library().toString(),
                "SHIM_FOLDER", data.toString(),
                "SHIM_JOURNAL", journal.toString(),
                "SHIM_CONTROL", control.toString(),
                "SHIM_LIE", shim.lie().isEmpty() ? "/" : shim.lie(),
                "THALWEG_JAVA_OPTS", "-Dthalweg.boot.id=boot-" + cuts);
    }

    /** Each sync of a file takes so much longer. */
    public void slowDown(long millis) {
        set("sync-millis", millis);
    }

    /** So much is free from now on; with 0 nothing can be written. */
    public void leave(long freeBytes) {
        set("free-bytes", freeBytes);
    }

    /** Ends {@link #slowDown} and {@link #leave}. */
    public void recover() {
        try {
            Files.deleteIfExists(control.resolve("sync-millis"));
            Files.deleteIfExists(control.resolve("free-bytes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The power goes: what the folder has that was not forced is kept or lost as the random says. The broker must be dead.
     *
     * @param scattered see {@link FolderModel#cut}
     */
    public void losePower(Random random, boolean scattered) {
        try {
            for (Path journal : journals) {
                if (Files.exists(journal)) {
                    model.follow(journal);
                    Files.delete(journal);
                }
            }
            journals.clear();
            model.cut(random, scattered);
            cuts++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void set(String name, long number) {
        try {
            Path fresh = control.resolve(name + ".new");
            Files.writeString(fresh, Long.toString(number));
            Files.move(fresh, control.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
