package io.thalweg.benchmark.micro;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.ChainHash;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.storage.RocksDbLogStore;
import io.thalweg.broker.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The store: a batch appended, with and without a sync, and a megabyte fetched. Microseconds per call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LogStoreBenchmark {
    private static final LogId LOG = new LogId(1);
    private static final LogId READ = new LogId(2);
    private static final int FETCH = 1 << 20;
    /** Written for the reader, so that it walks over a file and not over one batch. */
    private static final long FILLED = 64 << 20;

    private final BatchSeed seed = new BatchSeed(1, 2, 3);
    private final LogChanges changes = new LogChanges();

    /** Bytes of a batch, about. */
    @Param({"16384", "262144"})
    public int batchBytes;

    private Path folder = Path.of("");
    private @Nullable RocksDbLogStore opened;
    private RecordBatch batch = BrokerBatchBenchmark.batch(seed, 0).build();
    private long end;
    private long chain;
    private long readEnd;
    private long position;

    /** Opens a store in a folder of its own, with something to read. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Files.createTempDirectory("thalweg-jmh-");
        RocksDbLogStore store =
                RocksDbLogStore.open(folder.resolve("store"), StorageSettings.defaults(), LogStoreBenchmark::fault);
        opened = store;
        store.recover();
        batch = BrokerBatchBenchmark.batch(seed, batchBytes).build();
        store.write(new LogChanges().create(LOG, seed).create(READ, seed));
        for (long written = 0; written < FILLED; written += batch.length()) {
            appendTo(READ);
        }
        readEnd = end;
        end = 0;
        chain = ChainHash.EMPTY;
    }

    private RocksDbLogStore store() {
        return Objects.requireNonNull(opened);
    }

    private static void fault(StorageFault fault) {
        throw fault;
    }

    /** Leaves nothing. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        store().close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void appendTo(LogId log) {
        batch.stamp(end, 1, Samples.TIME);
        chain = batch.chainAfter(chain);
        end = batch.nextOffset();
        store().write(changes.append(log, batch, chain));
        changes.clear();
    }

    /** One batch in one write, in the hands of the operating system. */
    @Benchmark
    public void append() {
        appendTo(LOG);
    }

    /** The same, on the disk. */
    @Benchmark
    public long appendAndSync() {
        appendTo(LOG);
        return store().sync();
    }

    /** A megabyte of checked batches, from where the last call ended. */
    @Benchmark
    public LogSlice fetch() {
        LogSlice slice = store().read(READ, position, readEnd, FETCH);
        position = slice.nextOffset() >= readEnd ? 0 : slice.nextOffset();
        return slice;
    }
}
