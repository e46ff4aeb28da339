package io.thalweg.cli.bench;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.producer.Acks;
import io.thalweg.client.api.producer.BufferFull;
import io.thalweg.client.api.producer.Compression;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerBuilder;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the records are and how they are sent; the defaults are the library's. */
final class LoadOptions {
    @Option(names = "--topic", required = true, paramLabel = "T", description = "an existing topic")
    private String topic = "";

    @Option(names = "--records", paramLabel = "N", description = "how many (default: 1000000, latency: 10000)")
    private @Nullable Long records;

    @Option(
            names = "--record-size",
            paramLabel = "B",
            defaultValue = "1024",
            description = "bytes per value (default: 1024)")
    private int recordSize;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description =
                    "records per second; latencies count from when a record was due (default: as fast as possible, latency: 1000)")
    private @Nullable Double rate;

    @Option(names = "--batch-size", paramLabel = "B", description = "bytes of a full batch")
    private @Nullable Integer batchSize;

    @Option(names = "--linger", paramLabel = "MS", description = "how long a batch waits for more")
    private @Nullable Long lingerMillis;

    @Option(names = "--acks", paramLabel = "A", defaultValue = "all", description = "all (default), leader or none")
    private Acks acks = Acks.ALL;

    @Option(
            names = "--compression",
            paramLabel = "C",
            defaultValue = "none",
            description = "none (default), lz4, zstd, snappy or gzip")
    private Compression compression = Compression.NONE;

    @Option(
            names = "--buffer-memory",
            paramLabel = "B",
            description = "bytes that may wait or be on their way, per producer")
    private @Nullable Long bufferMemory;

    String topic() {
        return topic;
    }

    long records(long otherwise) {
        long count = records == null ? otherwise : records;
        if (count < 1) {
            throw new IllegalArgumentException("--records must be positive");
        }
        return count;
    }

    /** Records per second, 0 for as fast as possible. */
    double rate(double otherwise) {
        double wanted = rate == null ? otherwise : rate;
        if (wanted < 0) {
            throw new IllegalArgumentException("--rate must not be negative");
        }
        return wanted;
    }

    int recordSize(int least) {
        if (recordSize < least) {
            throw new IllegalArgumentException("--record-size must be at least " + least);
        }
        return recordSize;
    }

    Producer<byte[], byte[]> producer(ThalwegClient client, ClusterOptions cluster) {
        ProducerBuilder<byte[], byte[]> builder = client.<byte[], byte[]>producer(Serdes.bytes(), Serdes.bytes())
                .acks(acks)
                .compression(compression)
                .deliveryTimeout(cluster.deliveryTimeout())
                .bufferFull(BufferFull.block(cluster.deliveryTimeout()));
        if (batchSize != null) {
            builder.batchSize(batchSize);
        }
        if (lingerMillis != null) {
            builder.linger(Duration.ofMillis(lingerMillis));
        }
        if (bufferMemory != null) {
            builder.bufferMemory(bufferMemory);
        }
        return builder.build();
    }
}
