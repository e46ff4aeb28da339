package io.thalweg.broker.rpc.peer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.PartitionId;
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

/** The core's messages in protobuf. The slot of a partition is its uid. */
final class PeerEncoder {
    private PeerEncoder() {}

    static Follow follow(int slot, PartitionId id, FollowerMessage.Follow message) {
        return Follow.newBuilder()
                .setSlot(slot)
                .setTopicId(ByteString.copyFrom(id.topic().toBytes()))
                .setPartition(id.index())
                .setLeaderEpoch(message.leaderEpoch().value())
                .setLogStart(message.logStart())
                .setHighWatermark(message.highWatermark())
                .setLogEnd(message.logEnd())
                .setDurableEnd(message.durableEnd())
                .setLastEpoch(message.lastEpoch())
                .setChain(message.chain())
                .setSettledFault(message.settledFault())
                .setAttempt(message.attempt())
                .build();
    }

    static Ack ack(int slot, FollowerMessage.Ack message) {
        return Ack.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setLogEnd(message.logEnd())
                .setDurableEnd(message.durableEnd())
                .setChain(message.chain())
                .build();
    }

    static Unfollow unfollow(int slot, FollowerMessage.Unfollow message) {
        return Unfollow.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setNoRoom(message.noRoom())
                .build();
    }

    static Matched matched(int slot, LeaderMessage.Matched message) {
        return Matched.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setFromOffset(message.fromOffset())
                .setLogStart(message.logStart())
                .setHighWatermark(message.highWatermark())
                .build();
    }

    static Diverged diverged(int slot, LeaderMessage.Diverged message) {
        Diverged.Builder builder = Diverged.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setEpochEnd(message.epochEnd())
                .setLogStart(message.logStart())
                .setHighWatermark(message.highWatermark())
                .setLogEnd(message.logEnd());
        message.entries().forEach(entry -> builder.addEntries(entry(entry)));
        return builder.build();
    }

    static Data data(int slot, LeaderMessage.Data message) {
        return Data.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setLogStart(message.logStart())
                .setHighWatermark(message.highWatermark())
                .setBatches(SharedBytes.of(message.batches()))
                .build();
    }

    static Mark mark(int slot, LeaderMessage.Mark message) {
        return Mark.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setLogStart(message.logStart())
                .setHighWatermark(message.highWatermark())
                .build();
    }

    static Move move(int slot, LeaderMessage.Move message) {
        return Move.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setLane(lane(message.lane()))
                .build();
    }

    static io.thalweg.proto.v1.Lane lane(Lane lane) {
        return switch (lane) {
            case HOT -> io.thalweg.proto.v1.Lane.LANE_HOT;
            case BULK -> io.thalweg.proto.v1.Lane.LANE_BULK;
        };
    }

    static Reset reset(int slot, LeaderMessage.Reset message) {
        Reset.Builder builder = Reset.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setCause(cause(message.cause()))
                .setWaitForImage(message.waitForImage())
                .setLogStart(message.logStart());
        EpochMark mark = message.epochAtStart();
        if (mark != null) {
            builder.setEpochAtStart(entry(mark));
        }
        return builder.setTable(rows(message.producerRows())).build();
    }

    static Table table(int slot, LeaderMessage.Table message) {
        return Table.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setLogStart(message.logStart())
                .setTable(rows(message.producerRows()))
                .build();
    }

    static AskRows askRows(int slot, FollowerMessage.AskRows message) {
        return AskRows.newBuilder()
                .setSlot(slot)
                .setLeaderEpoch(message.leaderEpoch().value())
                .setLogStart(message.logStart())
                .setFromProducer(message.fromProducer())
                .build();
    }

    private static io.thalweg.proto.v1.ProducerRows rows(ProducerRows piece) {
        io.thalweg.proto.v1.ProducerRows.Builder builder = io.thalweg.proto.v1.ProducerRows.newBuilder()
                .setFromProducer(piece.from())
                .setMore(!piece.last())
                .setNextProducer(piece.last() ? 0 : piece.next());
        piece.rows().forEach(row -> builder.addRows(UnsafeByteOperations.unsafeWrap(row)));
        return builder.build();
    }

    private static EpochEntry entry(EpochMark mark) {
        return EpochEntry.newBuilder()
                .setLeaderEpoch(mark.epoch())
                .setFirstOffset(mark.firstOffset())
                .setChain(mark.chain())
                .build();
    }

    private static io.thalweg.proto.v1.ResetCause cause(ResetCause cause) {
        return switch (cause) {
            case NOT_LEADER -> io.thalweg.proto.v1.ResetCause.RESET_CAUSE_NOT_LEADER;
            case OLD_EPOCH -> io.thalweg.proto.v1.ResetCause.RESET_CAUSE_OLD_EPOCH;
            case WAIT_FOR_IMAGE -> io.thalweg.proto.v1.ResetCause.RESET_CAUSE_WAIT_FOR_IMAGE;
            case BELOW_LOG_START -> io.thalweg.proto.v1.ResetCause.RESET_CAUSE_BELOW_LOG_START;
            case FAULT -> io.thalweg.proto.v1.ResetCause.RESET_CAUSE_FAULT;
        };
    }
}
