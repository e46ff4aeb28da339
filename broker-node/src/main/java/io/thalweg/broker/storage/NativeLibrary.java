package io.thalweg.broker.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * Loads RocksDB's native library. RocksDB unpacks it into the temporary folder, 17 MB, and removes it in an orderly exit
 * only, so every killed broker would leave one; here it is removed as soon as it is loaded.
 */
final class NativeLibrary {
    /** RocksDB's own variable: a folder of the user's for the library. */
    private static final String CHOSEN_FOLDER = "ROCKSDB_SHAREDLIB_DIR";

    private NativeLibrary() {}

    /** Once per process; a library on {@code java.library.path} is preferred. */
    static void load() {
        if (System.getenv(CHOSEN_FOLDER) == null) {
            try {
                loadAndRemove(Files.createTempDirectory("thalweg-rocksdb-"));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "RocksDB's native library can't be unpacked; make room in the temporary folder, or name another one "
                                + "with -Djava.io.tmpdir or " + CHOSEN_FOLDER,
                        e);
            }
        }
        RocksDB.loadLibrary();
    }

    private static void loadAndRemove(Path folder) throws IOException {
        NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
