package io.thalweg.broker.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether a file system takes tables that pass by the page cache ({@code O_DIRECT}). Some do not, and some only with
 * another alignment than RocksDB's; then a flush would fail, which is final.
 */
final class DirectIo {
    private static final Logger LOG = LoggerFactory.getLogger(DirectIo.class);
    private static final String PROBE = "direct-io-probe";
    private static final byte[] ROW = {0};

    private DirectIo() {}

    /** Has RocksDB write a small table in that folder, which exists or can be created, and removes it again. */
    static boolean worksIn(Path directory) {
        Path probe = directory.resolve(PROBE);
        try {
            DurableFiles.createFolders(directory);
            write(probe);
            Files.delete(probe);
            return true;
        } catch (IOException | RocksDBException e) {
            LOG.info("tables in {} are written through the page cache: {}", directory, e.getMessage());
            removeRest(probe);
            return false;
        }
    }

    private static void write(Path table) throws RocksDBException {
        try (EnvOptions direct = new EnvOptions().setUseDirectWrites(true);
                Options options = new Options();
                SstFileWriter writer = new SstFileWriter(direct, options)) {
            writer.open(table.toString());
            writer.put(ROW, ROW);
            writer.finish();
        }
    }

    private static void removeRest(Path probe) {
        try {
            Files.deleteIfExists(probe);
        } catch (IOException e) {
            LOG.debug("nothing could be removed either", e);
        }
    }
}
