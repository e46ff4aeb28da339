package io.thalweg.benchmark.micro;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.thalweg.proto.v1.Acks;
import io.thalweg.proto.v1.ProduceRequest;
import java.io.IOException;
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

/** A produce request to bytes and back, as the generated code does it. Microseconds per message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MessageBenchmark {
    private static final ByteString TOPIC = ByteString.copyFrom(new byte[16]);

    /** Bytes of the batch inside. */
    @Param({"16384", "262144"})
    public int batchBytes;

    private byte[] batch = {};
    private byte[] message = {};

    /** Makes a batch and a message to parse. */
    @Setup
    public void prepare() {
        batch = Samples.value(new Random(7), batchBytes);
        message = write();
    }

    /** Builds the message around the batch and writes it. */
    @Benchmark
    public byte[] write() {
        return ProduceRequest.newBuilder()
                .setCorrelationId(123_456)
                .setTopicId(TOPIC)
                .setPartition(7)
                .setAcks(Acks.ACKS_ALL)
                .setTimeoutMillis(30_000)
                .setBatch(UnsafeByteOperations.unsafeWrap(batch))
                .build()
                .toByteArray();
    }

    /** Parses it; the batch inside is copied. */
    @Benchmark
    public ProduceRequest parse() throws IOException {
        return ProduceRequest.parseFrom(message);
    }

    /** Parses it; the batch inside is the same bytes. */
    @Benchmark
    public ProduceRequest parseAliased() throws IOException {
        CodedInputStream input = UnsafeByteOperations.unsafeWrap(message).newCodedInput();
        input.enableAliasing(true);
        return ProduceRequest.parseFrom(input);
    }
}
