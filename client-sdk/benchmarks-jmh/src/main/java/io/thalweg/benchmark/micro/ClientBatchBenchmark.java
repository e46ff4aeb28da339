package io.thalweg.benchmark.micro;

import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.internal.batching.BatchEncoder;
import io.thalweg.client.internal.batching.BatchSeed;
import io.thalweg.client.internal.batching.Codec;
import io.thalweg.client.internal.batching.FetchedBatch;
import io.thalweg.client.internal.batching.ProducerStamp;
import io.thalweg.client.internal.batching.RawRecord;
import io.thalweg.client.internal.batching.RecordCursor;
import io.thalweg.client.internal.batching.SealedBatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One batch in the client: its records encoded and sealed, and checked and read. Microseconds per batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ClientBatchBenchmark {
    private final BatchSeed seed = new BatchSeed(new UUID(1, 2), 3);
    private final TopicPartition partition = new TopicPartition("t", 3);
    private final ProducerStamp stamp = new ProducerStamp(4, 5, 6);

    /** Bytes of a full batch. */
    @Param({"16384", "262144"})
    public int batchBytes;

    /** Bytes of a value. */
    @Param({"100", "1000"})
    public int recordBytes;

    /** How it is compressed. */
    @Param({"NONE", "LZ4", "ZSTD"})
    public String codec = "";

    private Codec used = Codec.NONE;
    private RawRecord[] records = {};
    private byte[] encoded = {};

    /** Makes the records and a batch to read. */
    @Setup
    public void prepare() {
        used = Codec.valueOf(codec);
        records = Samples.records(batchBytes, recordBytes);
        SealedBatch sealed = encode();
        encoded = Arrays.copyOf(sealed.bytes(), sealed.length());
    }

    /** Records to bytes, checksum included. */
    @Benchmark
    public SealedBatch encode() {
        BatchEncoder encoder = new BatchEncoder(batchBytes);
        for (RawRecord record : records) {
            if (!encoder.hasRoomFor(record)) {
                throw new IllegalStateException("the batch is too small for its records");
            }
            encoder.append(record);
        }
        return encoder.seal(used, seed, stamp);
    }

    /** Bytes to values, checksum included. */
    @Benchmark
    public void decode(Blackhole sink) throws IOException {
        RecordCursor cursor =
                FetchedBatch.at(encoded, 0, encoded.length, partition).records(seed, partition);
        while (cursor.next()) {
            sink.consume(cursor.valueBytes());
        }
    }
}
