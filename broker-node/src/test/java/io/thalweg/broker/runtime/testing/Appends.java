package io.thalweg.broker.runtime.testing;

import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.runtime.access.AppendListener;
import io.thalweg.broker.runtime.access.AppendRequest;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.access.PartitionPositions;
import io.thalweg.broker.runtime.access.PositionsOutcome;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.metadata.model.PartitionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Appends and reads through {@link PartitionAccess}, in the words of tests. */
public final class Appends {
    private Appends() {}

    /** A refusal as an exception, for futures. */
    public static final class RefusedException extends RuntimeException {
        private final transient Refusal refusal;

        RefusedException(Refusal refusal) {
            super(refusal.toString());
            this.refusal = refusal;
        }

        public Refusal refusal() {
            return refusal;
        }
    }

    /** A batch with one record per value. */
    public static RecordBatch batch(PartitionId partition, String... values) {
        UUID topic = partition.topic().value();
        BatchBuilder builder = new BatchBuilder(
                new BatchSeed(topic.getMostSignificantBits(), topic.getLeastSignificantBits(), partition.index()));
        for (String value : values) {
            builder.add(new byte[0], value.getBytes(StandardCharsets.UTF_8), 1_000);
        }
        return builder.build();
    }

    /** A batch with one record per value, of an idempotent producer. */
    public static RecordBatch produced(PartitionId partition, long producerId, long sequence, String... values) {
        UUID topic = partition.topic().value();
        BatchBuilder builder = new BatchBuilder(new BatchSeed(
                        topic.getMostSignificantBits(), topic.getLeastSignificantBits(), partition.index()))
                .producer(producerId, 0, sequence);
        for (String value : values) {
            builder.add(new byte[0], value.getBytes(StandardCharsets.UTF_8), 1_000);
        }
        return builder.build();
    }

    /** Appends one record per value as one batch. */
    public static CompletableFuture<Appended> append(
            PartitionAccess access, PartitionId partition, Acks acks, String... values) {
        return append(access, partition, acks, batch(partition, values));
    }

    /** Appends a batch. */
    public static CompletableFuture<Appended> append(
            PartitionAccess access, PartitionId partition, Acks acks, RecordBatch batch) {
        CompletableFuture<Appended> outcome = new CompletableFuture<>();
        access.append(new AppendRequest(partition, batch, acks, OptionalLong.empty(), 10_000), new AppendListener() {
            @Override
            public void appended(Appended result) {
                outcome.complete(result);
            }

            @Override
            public void refused(Refusal refusal) {
                outcome.completeExceptionally(new RefusedException(refusal));
            }
        });
        return outcome;
    }

    /** Base offsets of all committed batches of records from an offset, as the leader serves them. */
    public static List<Long> committed(PartitionAccess access, PartitionId partition, long fromOffset) {
        List<Long> offsets = new ArrayList<>();
        long offset = fromOffset;
        while (true) {
            ReadOutcome outcome = access.read(partition, offset, OptionalLong.empty(), 64 << 10);
            if (!(outcome instanceof ReadOutcome.Data data)) {
                throw new AssertionError("read at " + offset + " was answered " + outcome);
            }
            if (data.batches().isEmpty()) {
                return offsets;
            }
            for (ByteBuffer piece : data.batches()) {
                for (RecordBatch batch : RecordBatches.of(piece)) {
                    if (!batch.isControl()) {
                        offsets.add(batch.baseOffset());
                    }
                }
            }
            offset = data.nextOffset();
        }
    }

    /** Where the replica stands. */
    public static PartitionPositions positions(PartitionAccess access, PartitionId partition) {
        if (access.positions(partition) instanceof PositionsOutcome.Hosted hosted) {
            return hosted.positions();
        }
        throw new AssertionError(partition + " is not hosted");
    }
}
