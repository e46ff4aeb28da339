package io.thalweg.broker.rpc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.producer.ProducerRows;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.message.EpochMark;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.Data;
import io.thalweg.proto.v1.Push;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PeerCodecTest {
    private static final BatchSeed SEED = new BatchSeed(7, 7, 0);
    private static final PartitionId PARTITION = new PartitionId(new TopicId(new UUID(7, 7)), 0);
    private static final LeaderEpoch EPOCH = new LeaderEpoch(12);
    private static final int SLOT = 4;

    @Test
    void shouldReadBackEveryMessageOfAFollower() {
        FollowerMessage.Follow follow = new FollowerMessage.Follow(EPOCH, 1, 2, 3, 4, 5, 6, 7, 8);
        FollowerMessage.Ack ack = new FollowerMessage.Ack(EPOCH, 9, 8, -7);
        FollowerMessage.Unfollow unfollow = new FollowerMessage.Unfollow(EPOCH);

        assertThat(PeerDecoder.follow(PeerEncoder.follow(SLOT, PARTITION, follow)))
                .isEqualTo(follow);
        assertThat(PeerDecoder.ack(PeerEncoder.ack(SLOT, ack))).isEqualTo(ack);
        assertThat(PeerDecoder.unfollow(PeerEncoder.unfollow(SLOT, unfollow))).isEqualTo(unfollow);
    }

    @Test
    void shouldReadBackEveryMessageOfALeader() {
        LeaderMessage.Matched matched = new LeaderMessage.Matched(EPOCH, 1, 2, 3);
        LeaderMessage.Mark mark = new LeaderMessage.Mark(EPOCH, 1, 2);
        LeaderMessage.Diverged diverged = new LeaderMessage.Diverged(
                EPOCH, List.of(new EpochMark(3, 4, -5), new EpochMark(1, 0, 0)), 9, 1, 15, 20);

        assertThat(PeerDecoder.matched(PeerEncoder.matched(SLOT, matched))).isEqualTo(matched);
        LeaderMessage.Move move = new LeaderMessage.Move(EPOCH, Lane.BULK);
        assertThat(PeerDecoder.move(PeerEncoder.move(SLOT, move))).isEqualTo(move);
        assertThat(PeerDecoder.mark(PeerEncoder.mark(SLOT, mark))).isEqualTo(mark);
        assertThat(PeerDecoder.diverged(PeerEncoder.diverged(SLOT, diverged))).isEqualTo(diverged);
    }

    @Test
    void shouldReadBackPiecesOfATable() {
        LeaderMessage.Table table = new LeaderMessage.Table(EPOCH, 6, rows(9));
        FollowerMessage.AskRows ask = new FollowerMessage.AskRows(EPOCH, 6, 9);

        assertThat(PeerDecoder.table(PeerEncoder.table(SLOT, table)))
                .usingRecursiveComparison()
                .isEqualTo(table);
        assertThat(PeerDecoder.askRows(PeerEncoder.askRows(SLOT, ask))).isEqualTo(ask);
    }

    private static ProducerRows rows(long next) {
        return new ProducerRows(3, List.of(new byte[] {1, 2}, new byte[] {3}), next);
    }

    @ParameterizedTest
    @EnumSource(ResetCause.class)
    void shouldReadBackAResetOfEveryCause(ResetCause cause) {
        LeaderMessage.Reset reset =
                new LeaderMessage.Reset(EPOCH, cause, 5, 6, new EpochMark(3, 4, -5), rows(ProducerRows.NO_MORE));

        LeaderMessage.Reset decoded = (LeaderMessage.Reset) PeerDecoder.reset(PeerEncoder.reset(SLOT, reset));

        assertThat(decoded).usingRecursiveComparison().isEqualTo(reset);
    }

    @Test
    void shouldReadBackBatchesWithoutCopyingThem() {
        // given
        RecordBatch first = batch(10);
        RecordBatch second = batch(11);
        Data encoded = PeerEncoder.data(SLOT, new LeaderMessage.Data(EPOCH, 1, 2, List.of(first, second)));

        // when
        LeaderMessage.Data decoded =
                (LeaderMessage.Data) PeerDecoder.data(sent(encoded).getData(0), SEED, false);

        // then
        assertThat(decoded.batches()).extracting(RecordBatch::baseOffset).containsExactly(10L, 11L);
        assertThat(SharedBytes.buffer(SharedBytes.of(List.of(first))).array())
                .isSameAs(first.bytes().array());
        assertThat(decoded.batches().get(0).bytes().array())
                .isSameAs(decoded.batches().get(1).bytes().array());
    }

    @Test
    void shouldNotKeepWholeMessagesForBatchesThatAreToBeCopied() {
        // given
        Data encoded = PeerEncoder.data(SLOT, new LeaderMessage.Data(EPOCH, 1, 2, List.of(batch(10))));

        // when
        LeaderMessage.Data decoded =
                (LeaderMessage.Data) PeerDecoder.data(sent(encoded, encoded).getData(1), SEED, true);

        // then
        RecordBatch batch = decoded.batches().get(0);
        assertThat(batch.baseOffset()).isEqualTo(10);
        assertThat(batch.bytes().array()).hasSize(batch.length());
    }

    private static Push sent(Data... data) {
        return LeaderMessages.method()
                .parseResponse(new ByteArrayInputStream(io.thalweg.proto.v1.LeaderMessage.newBuilder()
                        .setPush(Push.newBuilder().addAllData(List.of(data)))
                        .build()
                        .toByteArray()))
                .getPush();
    }

    @Test
    void shouldRefuseABatchOfAnotherPartition() {
        Data encoded = PeerEncoder.data(SLOT, new LeaderMessage.Data(EPOCH, 1, 2, List.of(batch(10))));

        assertThatThrownBy(() -> PeerDecoder.data(encoded, new BatchSeed(7, 7, 1), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static RecordBatch batch(long baseOffset) {
        BatchBuilder builder = new BatchBuilder(SEED);
        builder.add(new byte[0], new byte[500], 1_000);
        RecordBatch batch = builder.build();
        batch.stamp(baseOffset, 12, 2_000);
        return batch;
    }
}
