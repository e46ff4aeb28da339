package io.thalweg.benchmark.micro;

import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchCheck;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.BatchValidator;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a broker does with a batch before it takes it. Microseconds per batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BrokerBatchBenchmark {
    private static final int RECORD_BYTES = 1_000;
    private static final int MOST = 8 << 20;

    private final BatchSeed seed = new BatchSeed(1, 2, 3);

    /** Bytes of the batch, about. */
    @Param({"16384", "262144"})
    public int batchBytes;

    private ByteBuffer batch = ByteBuffer.allocate(0);

    /** Makes the batch. */
    @Setup
    public void prepare() {
        batch = batch(seed, batchBytes).build().bytes();
    }

    /** A batch of about that size. */
    static BatchBuilder batch(BatchSeed seed, int bytes) {
        Random random = new Random(7);
        BatchBuilder builder = new BatchBuilder(seed);
        do {
            builder.add(new byte[] {1}, Samples.value(random, RECORD_BYTES), Samples.TIME);
        } while (builder.sectionBytes() + RECORD_BYTES < bytes);
        return builder;
    }

    /** Length, magic, checksum, counts. */
    @Benchmark
    public BatchCheck validate() {
        return BatchValidator.validate(batch, seed, MOST);
    }
}
