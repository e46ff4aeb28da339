package io.thalweg.broker.rpc.fetch;

import io.thalweg.broker.record.BatchRecords;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RefusalMapper;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.runtime.access.OffsetOutcome;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.access.PartitionPositions;
import io.thalweg.broker.runtime.access.PositionsOutcome;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.ListOffsetsRequest;
import io.thalweg.proto.v1.ListOffsetsResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers one question for an offset. Blocks on the disk when it asks by time. Thread-safe. */
final class OffsetLookup {

    private static final int READ_BYTES = 64 << 10;

    private final PartitionAccess partitions;
    private final LeaderHints hints;

    OffsetLookup(PartitionAccess partitions, LeaderHints hints) {
        this.partitions = partitions;
        this.hints = hints;
    }

    ListOffsetsResponse answer(PartitionId partition, ListOffsetsRequest request) throws RejectedException {
        PartitionPositions positions = leading(partition);
        return switch (request.getPositionCase()) {
            case EARLIEST -> at(positions, positions.logStart(), -1);
            case LATEST -> latest(partition, settled(positions));
            case TIME_MILLIS -> byTime(partition, settled(positions), request.getTimeMillis());
            case POSITION_NOT_SET ->
                throw new RejectedException(Failure.invalid("One of earliest, latest and time_millis must be set."));
        };
    }

    /** A deposed leader's end is not the end: the lease is looked at after the positions were. */
    private ListOffsetsResponse latest(PartitionId partition, PartitionPositions positions) throws RejectedException {
        if (!positions.leased()) {
            throw new RejectedException(hints.leaseExpired(partition));
        }
        return at(positions, positions.highWatermark(), -1);
    }

    private static ListOffsetsResponse at(PartitionPositions positions, long offset, long timeMillis) {
        return ListOffsetsResponse.newBuilder()
                .setOffset(offset)
                .setTimeMillis(timeMillis)
                .setLeaderEpoch(positions.leaderEpoch())
                .setLogStart(positions.logStart())
                .setHighWatermark(positions.highWatermark())
                .setLogEnd(positions.logEnd())
                .build();
    }

    /** A new leader's high watermark may still lie below what its predecessor had told clients. */
    private static PartitionPositions settled(PartitionPositions positions) throws RejectedException {
        if (!positions.epochCommitted()) {
            throw new RejectedException(Failure.of(
                    ErrorReason.ERROR_REASON_OFFSET_NOT_YET_AVAILABLE,
                    "The leader is new and has not committed its first record yet."));
        }
        return positions;
    }

    private PartitionPositions leading(PartitionId partition) throws RejectedException {
        PositionsAnswer answer = new PositionsAnswer();
        partitions.positions(partition).dispatch(answer);
        PartitionPositions positions = answer.positions;
        if (answer.refusal != null) {
            throw new RejectedException(RefusalMapper.failure(answer.refusal, partition, hints));
        }
        if (positions == null || !positions.leading()) {
            throw new RejectedException(hints.notLeader(partition));
        }
        return positions;
    }

    private ListOffsetsResponse byTime(PartitionId partition, PartitionPositions positions, long timeMillis)
            throws RejectedException {
        OffsetAnswer answer = new OffsetAnswer();
        partitions.offsetForTime(partition, timeMillis).dispatch(answer);
        if (answer.refusal != null) {
            throw new RejectedException(RefusalMapper.failure(answer.refusal, partition, hints));
        }
        if (answer.offset >= positions.highWatermark()) {
            return latest(partition, positions);
        }
        return firstRecordAt(partition, positions, answer.offset, timeMillis);
    }

    /** Batches of the broker itself have times too, but no records to answer with: such are passed over. */
    private ListOffsetsResponse firstRecordAt(
            PartitionId partition, PartitionPositions positions, long batchOffset, long timeMillis)
            throws RejectedException {
        long offset = batchOffset;
        while (offset < positions.highWatermark()) {
            ReadAnswer read = new ReadAnswer();
            partitions.read(partition, offset, OptionalLong.empty(), READ_BYTES).dispatch(read);
            if (read.refusal != null) {
                throw new RejectedException(RefusalMapper.failure(read.refusal, partition, hints));
            }
            for (ByteBuffer buffer : read.batches) {
                for (RecordBatch batch : RecordBatches.of(buffer)) {
                    OptionalInt index = indexAt(batch, timeMillis);
                    if (index.isPresent()) {
                        return at(positions, batch.baseOffset() + index.getAsInt(), timeOf(batch, index.getAsInt()));
                    }
                }
            }
            if (read.nextOffset <= offset) {
                break;
            }
            offset = read.nextOffset;
        }
        return latest(partition, positions);
    }

    private static OptionalInt indexAt(RecordBatch batch, long timeMillis) {
        if (batch.isControl() || batch.maxCreateTimeMillis() < timeMillis) {
            return OptionalInt.empty();
        }
        long[] times = BatchRecords.createTimesMillis(batch);
        return IntStream.range(0, times.length)
                .filter(index -> times[index] >= timeMillis)
                .findFirst();
    }

    private static long timeOf(RecordBatch batch, int index) {
        return BatchRecords.createTimesMillis(batch)[index];
    }

    private static final class PositionsAnswer implements PositionsOutcome.Handler {
        private @Nullable PartitionPositions positions;
        private @Nullable Refusal refusal;

        @Override
        public void hosted(PositionsOutcome.Hosted hosted) {
            positions = hosted.positions();
        }

        @Override
        public void refused(PositionsOutcome.Refused refused) {
            refusal = refused.refusal();
        }
    }

    private static final class OffsetAnswer implements OffsetOutcome.Handler {
        private long offset;
        private @Nullable Refusal refusal;

        @Override
        public void found(OffsetOutcome.Found found) {
            offset = found.offset();
        }

        @Override
        public void refused(OffsetOutcome.Refused refused) {
            refusal = refused.refusal();
        }
    }

    private static final class ReadAnswer implements ReadOutcome.Handler {
        private List<ByteBuffer> batches = List.of();
        private long nextOffset;
        private @Nullable Refusal refusal;

        @Override
        public void data(ReadOutcome.Data data) {
            batches = data.batches();
            nextOffset = data.nextOffset();
        }

        @Override
        public void refused(ReadOutcome.Refused refused) {
            refusal = refused.refusal();
        }
    }
}
