package io.thalweg.broker.rpc.peer;

import com.google.protobuf.ByteString;
import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.MalformedBatchException;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.proto.v1.Ack;
import io.thalweg.proto.v1.AskRows;
import io.thalweg.proto.v1.Data;
import io.thalweg.proto.v1.Diverged;
import io.thalweg.proto.v1.EpochEntry;
import io.thalweg.proto.v1.Follow;
import io.thalweg.proto.v1.Mark;
import io.thalweg.proto.v1.Matched;
import io.thalweg.proto.v1.Move;
import io.thalweg.proto.v1.Reset;
import io.thalweg.proto.v1.Table;
import io.thalweg.proto.v1.Unfollow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The core's messages out of protobuf. Throws {@link IllegalArgumentException} for what no sound peer sends. */
final class PeerDecoder {
    private PeerDecoder() {}

    static FollowerMessage follow(Follow message) {
        return new FollowerMessage.Follow(
                new LeaderEpoch(message.getLeaderEpoch()),
                message.getLogStart(),
                message.getHighWatermark(),
                message.getLogEnd(),
                message.getDurableEnd(),
                message.getLastEpoch(),
                message.getChain(),
                message.getSettledFault(),
                message.getAttempt());
    }

    static FollowerMessage ack(Ack message) {
        return new FollowerMessage.Ack(
                new LeaderEpoch(message.getLeaderEpoch()),
                message.getLogEnd(),
                message.getDurableEnd(),
                message.getChain());
    }

    static FollowerMessage unfollow(Unfollow message) {
        return new FollowerMessage.Unfollow(new LeaderEpoch(message.getLeaderEpoch()), message.getNoRoom());
    }

    static LeaderMessage matched(Matched message) {
        return new LeaderMessage.Matched(
                new LeaderEpoch(message.getLeaderEpoch()),
                message.getFromOffset(),
                message.getLogStart(),
                message.getHighWatermark());
    }

    static LeaderMessage diverged(Diverged message) {
        return new LeaderMessage.Diverged(
                new LeaderEpoch(message.getLeaderEpoch()),
                message.getEntriesList().stream().map(PeerDecoder::mark).toList(),
                message.getEpochEnd(),
                message.getLogStart(),
                message.getHighWatermark(),
                message.getLogEnd());
    }

    /**
     * Reads data.
     *
     * @param copy whether the batches get an array of their own, else they stay where the message has them
     * @throws IllegalArgumentException if a batch is malformed or its checksum is not that of the partition
     */
    static LeaderMessage data(Data message, BatchSeed seed, boolean copy) {
        ByteString batches = message.getBatches();
        return new LeaderMessage.Data(
                new LeaderEpoch(message.getLeaderEpoch()),
                message.getLogStart(),
                message.getHighWatermark(),
                batches(copy ? ByteBuffer.wrap(batches.toByteArray()) : SharedBytes.buffer(batches), seed));
    }

    private static List<RecordBatch> batches(ByteBuffer bytes, BatchSeed seed) {
        List<RecordBatch> batches = new ArrayList<>();
        try {
            for (RecordBatch batch : RecordBatches.of(bytes)) {
                if (!batch.crcMatches(seed)) {
                    throw new IllegalArgumentException("checksum of " + batch + " does not match");
                }
                batches.add(batch);
            }
        } catch (MalformedBatchException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return batches;
    }

    static LeaderMessage mark(Mark message) {
        return new LeaderMessage.Mark(
                new LeaderEpoch(message.getLeaderEpoch()), message.getLogStart(), message.getHighWatermark());
    }

    static LeaderMessage move(Move message) {
        return new LeaderMessage.Move(new LeaderEpoch(message.getLeaderEpoch()), lane(message.getLane()));
    }

    static Lane lane(io.thalweg.proto.v1.Lane lane) {
        return switch (lane) {
            case LANE_HOT -> Lane.HOT;
            case LANE_BULK -> Lane.BULK;
            case UNRECOGNIZED -> throw new IllegalArgumentException("unknown lane");
        };
    }

    static LeaderMessage reset(Reset message) {
        return new LeaderMessage.Reset(
                new LeaderEpoch(message.getLeaderEpoch()),
                cause(message.getCause()),
                message.getWaitForImage(),
                message.getLogStart(),
                message.hasEpochAtStart() ? mark(message.getEpochAtStart()) : null,
                rows(message.getTable()));
    }

    static LeaderMessage table(Table message) {
        return new LeaderMessage.Table(
                new LeaderEpoch(message.getLeaderEpoch()), message.getLogStart(), rows(message.getTable()));
    }

    static FollowerMessage askRows(AskRows message) {
        return new FollowerMessage.AskRows(
                new LeaderEpoch(message.getLeaderEpoch()), message.getLogStart(), message.getFromProducer());
    }

    private static ProducerRows rows(io.thalweg.proto.v1.ProducerRows piece) {
        return new ProducerRows(
                piece.getFromProducer(),
                piece.getRowsList().stream().map(ByteString::toByteArray).toList(),
                piece.getMore() ? piece.getNextProducer() : ProducerRows.NO_MORE);
    }

    private static EpochMark mark(EpochEntry entry) {
        return new EpochMark(entry.getLeaderEpoch(), entry.getFirstOffset(), entry.getChain());
    }

    private static ResetCause cause(io.thalweg.proto.v1.ResetCause cause) {
        return switch (cause) {
            case RESET_CAUSE_NOT_LEADER -> ResetCause.NOT_LEADER;
            case RESET_CAUSE_OLD_EPOCH -> ResetCause.OLD_EPOCH;
            case RESET_CAUSE_WAIT_FOR_IMAGE -> ResetCause.WAIT_FOR_IMAGE;
            case RESET_CAUSE_BELOW_LOG_START -> ResetCause.BELOW_LOG_START;
            case RESET_CAUSE_FAULT, RESET_CAUSE_UNSPECIFIED, UNRECOGNIZED -> ResetCause.FAULT;
        };
    }
}
