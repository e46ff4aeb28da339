package io.thalweg.broker.rpc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.Ack;
import io.thalweg.proto.v1.Data;
import io.thalweg.proto.v1.FollowerMessage;
import io.thalweg.proto.v1.Mark;
import io.thalweg.proto.v1.Marks;
import io.thalweg.proto.v1.Push;
import io.thalweg.proto.v1.ReplicaAcks;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Any bytes as a message between brokers. The first byte of an input says who speaks: 0 a follower, 1 a leader. */
final class PeerMessagesFuzzTest implements FuzzRules {

    private static final BatchSeed SEED = new BatchSeed(7, 7, 0);
    private static final LeaderEpoch EPOCH = new LeaderEpoch(12);
    private static final PartitionId PARTITION = new PartitionId(new TopicId(new UUID(7, 7)), 0);
    private static final long MOST_ALLOCATED = 64 << 10;
    private static final long PER_BYTE = 128;

    @Override
    public List<byte[]> seeds() {
        byte[] text = "value".getBytes(StandardCharsets.UTF_8);
        var batch = new BatchBuilder(SEED).add(text, text, 5).build();
        var follow = new io.thalweg.broker.replication.message.FollowerMessage.Follow(EPOCH, 1, 2, 3, 4, 5, 6, 7, 8);
        var data = new LeaderMessage.Data(EPOCH, 1, 2, List.of(batch, batch));
        var diverged = new LeaderMessage.Diverged(EPOCH, List.of(new EpochMark(3, 4, -5)), 9, 1, 15, 20);
        var rows = new ProducerRows(ProducerRows.FIRST, List.of(new byte[] {1, 2}), ProducerRows.NO_MORE);
        var reset = new LeaderMessage.Reset(EPOCH, ResetCause.BELOW_LOG_START, 5, 6, new EpochMark(3, 4, -5), rows);
        return List.of(
                follower(FollowerMessage.newBuilder().setFollow(PeerEncoder.follow(4, PARTITION, follow))),
                follower(FollowerMessage.newBuilder()
                        .setAcks(ReplicaAcks.newBuilder()
                                .addAcks(Ack.newBuilder().setLeaderEpoch(12).setLogEnd(5)))),
                leader(message().setPush(Push.newBuilder().addData(PeerEncoder.data(4, data)))),
                leader(message().setDiverged(PeerEncoder.diverged(4, diverged))),
                leader(message().setReset(PeerEncoder.reset(4, reset))),
                leader(message()
                        .setMarks(Marks.newBuilder().addMarks(Mark.newBuilder().setLeaderEpoch(3)))));
    }

    private static io.thalweg.proto.v1.LeaderMessage.Builder message() {
        return io.thalweg.proto.v1.LeaderMessage.newBuilder();
    }

    private static byte[] follower(FollowerMessage.Builder message) {
        return prefixed(0, message.build().toByteArray());
    }

    private static byte[] leader(io.thalweg.proto.v1.LeaderMessage.Builder message) {
        return prefixed(1, message.build().toByteArray());
    }

    private static byte[] prefixed(int who, byte[] message) {
        return ByteBuffer.allocate(1 + message.length)
                .put((byte) who)
                .put(message)
                .array();
    }

    @Override
    public void feed(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        ByteString bytes = ByteString.copyFrom(input, 1, input.length - 1);
        try {
            Allocation.within(MOST_ALLOCATED + PER_BYTE * input.length, () -> {
                if ((input[0] & 1) == 0) {
                    readFollower(FollowerMessage.parseFrom(bytes));
                } else {
                    readLeader(io.thalweg.proto.v1.LeaderMessage.parseFrom(bytes));
                }
                return true;
            });
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void readFollower(FollowerMessage message) {
        var follow =
                (io.thalweg.broker.replication.message.FollowerMessage.Follow) PeerDecoder.follow(message.getFollow());
        assertThat(PeerDecoder.follow(PeerEncoder.follow(1, PARTITION, follow))).isEqualTo(follow);
        message.getAcks().getAcksList().forEach(PeerDecoder::ack);
        PeerDecoder.unfollow(message.getUnfollow());
        PeerDecoder.askRows(message.getAskRows());
    }

    private static void readData(Data message) {
        for (boolean copy : new boolean[] {false, true}) {
            LeaderMessage.Data data = (LeaderMessage.Data) PeerDecoder.data(message, SEED, copy);
            assertThat(PeerEncoder.data(1, data).getBatches()).isEqualTo(message.getBatches());
        }
    }

    private static void readLeader(io.thalweg.proto.v1.LeaderMessage message) {
        switch (message.getMessageCase()) {
            case PUSH -> message.getPush().getDataList().forEach(PeerMessagesFuzzTest::readData);
            case MATCHED -> PeerDecoder.matched(message.getMatched());
            case DIVERGED -> {
                LeaderMessage.Diverged diverged = (LeaderMessage.Diverged) PeerDecoder.diverged(message.getDiverged());
                assertThat(PeerDecoder.diverged(PeerEncoder.diverged(1, diverged)))
                        .isEqualTo(diverged);
            }
            case RESET -> PeerDecoder.reset(message.getReset());
            case MOVE -> PeerDecoder.move(message.getMove());
            case TABLE -> PeerDecoder.table(message.getTable());
            case MARKS -> message.getMarks().getMarksList().forEach(PeerDecoder::mark);
            case WELCOME, PING, MESSAGE_NOT_SET -> {
                // Nothing to read out of these.
            }
        }
    }
}
