package io.thalweg.broker.storage;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/** The native options of one database, closed together. docs/design/storage.md gives the reasons. */
final class RocksOptions implements AutoCloseable {
    /** Of tables that are written through the page cache. */
    private static final long SYNC_STEP_BYTES = 1 << 20;

    private static final long FILE_BYTES = 64 << 20;
    private static final long DATA_BLOCK_BYTES = 16 << 10;
    private static final long INDEX_BLOCK_BYTES = 4 << 10;
    private static final long INFO_LOG_BYTES = 4 << 20;

    private final List<AutoCloseable> natives = new ArrayList<>();
    private final DBOptions database;
    private final ColumnFamilyOptions data;
    private final ColumnFamilyOptions index;

    /**
     * @param mode how the write-ahead log of an earlier build is taken
     * @param direct whether tables are written past the page cache
     */
    RocksOptions(StorageSettings settings, WALRecoveryMode mode, boolean direct, AbstractEventListener listener) {
        Cache cache = own(new LRUCache(settings.blockCacheBytes()));
        WriteBufferManager buffers = own(new WriteBufferManager(settings.writeBufferLimitBytes(), cache));
        database = own(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxBackgroundJobs(settings.backgroundJobs())
                .setAtomicFlush(true)
                .setAvoidFlushDuringShutdown(true)
                .setWalRecoveryMode(mode)
                .setMaxBgErrorResumeCount(0)
                .setBytesPerSync(SYNC_STEP_BYTES)
                .setUseDirectIoForFlushAndCompaction(direct)
                .setWriteBufferManager(buffers)
                .setListeners(List.of(listener))
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG_BYTES)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
        int count = settings.writeBuffers();
        data = family(cache, DATA_BLOCK_BYTES, count).setWriteBufferSize(settings.dataWriteBufferBytes());
        index = family(cache, INDEX_BLOCK_BYTES, count).setWriteBufferSize(settings.indexWriteBufferBytes());
    }

    DBOptions database() {
        return database;
    }

    /** For values that are whole batches. */
    ColumnFamilyOptions data() {
        return data;
    }

    /** For small rows. */
    ColumnFamilyOptions index() {
        return index;
    }

    /** @param buffers the same for all: they are flushed together, so the one with the fewest would stop the writer */
    private ColumnFamilyOptions family(Cache cache, long blockBytes, int buffers) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(blockBytes)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        return own(new ColumnFamilyOptions())
                .setMaxWriteBufferNumber(buffers)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTargetFileSizeBase(FILE_BYTES)
                .setTtl(0)
                .setPeriodicCompactionSeconds(0)
                .setTableFormatConfig(table);
    }

    private <T extends AutoCloseable> T own(T option) {
        natives.add(option);
        return option;
    }

    @Override
    public void close() {
        Natives.closeInReverse(natives);
    }
}
