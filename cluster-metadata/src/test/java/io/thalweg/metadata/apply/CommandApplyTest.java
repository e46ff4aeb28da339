package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.event.StoragePosition;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.ProducerBlock;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.StorageMark;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandApplyTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(2);

    @Test
    void shouldGiveBlocksOfProducerIdsInOrder() {
        CommandReply.Accepted first = cluster.accept(new Command.AllocateProducerIds(cluster.identity(1), 1));
        CommandReply.Accepted second = cluster.accept(new Command.AllocateProducerIds(cluster.identity(2), 1));

        assertThat(second.firstProducerId()).isEqualTo(first.firstProducerId() + ProducerBlock.SIZE);
    }

    @Test
    void shouldAnswerRepeatedRequestWithSameBlock() {
        CommandReply.Accepted first = cluster.accept(new Command.AllocateProducerIds(cluster.identity(1), 1));
        cluster.accept(new Command.AllocateProducerIds(cluster.identity(2), 1));

        CommandReply.Accepted again = cluster.accept(new Command.AllocateProducerIds(cluster.identity(1), 1));

        assertThat(again.firstProducerId()).isEqualTo(first.firstProducerId());
    }

    @Test
    void shouldStartRequestNumbersAnewForNewLife() {
        CommandReply.Accepted first = cluster.accept(new Command.AllocateProducerIds(cluster.identity(1), 1));
        cluster.restart(1, RestartKind.CLEAN, 0);

        CommandReply.Accepted next = cluster.accept(new Command.AllocateProducerIds(cluster.identity(1), 1));

        assertThat(next.firstProducerId()).isEqualTo(first.firstProducerId() + ProducerBlock.SIZE);
    }

    @Test
    void shouldRejectRequestNumbersOutOfOrder() {
        cluster.accept(new Command.AllocateProducerIds(cluster.identity(1), 1));

        assertThat(cluster.reject(new Command.AllocateProducerIds(cluster.identity(1), 3)))
                .isEqualTo(RejectionReason.STALE_VERSION);
        assertThat(cluster.reject(new Command.AllocateProducerIds(cluster.identity(2), 0)))
                .isEqualTo(RejectionReason.STALE_VERSION);
        BrokerIdentity stale = new BrokerIdentity(new BrokerId(1), new BrokerEpoch(9_999));
        assertThat(cluster.reject(new Command.AllocateProducerIds(stale, 2)))
                .isEqualTo(RejectionReason.STALE_BROKER_EPOCH);
    }

    @Test
    void shouldNeverMoveTimeOrStoragePositionsBack() {
        BrokerIdentity broker = cluster.identity(1);
        cluster.accept(new Command.Tick(100, List.of(new StoragePosition(broker, new StorageMark(10, 20)))));

        cluster.accept(new Command.Tick(50, List.of(new StoragePosition(broker, new StorageMark(5, 30)))));

        assertThat(cluster.image().timeMillis()).isEqualTo(100);
        assertThat(cluster.broker(1).storage()).isEqualTo(new StorageMark(10, 30));
        assertThat(cluster.changes().empty()).isTrue();
    }

    @Test
    void shouldIgnoreStoragePositionsOfOtherLives() {
        BrokerIdentity other = new BrokerIdentity(new BrokerId(1), new BrokerEpoch(9_999));

        cluster.accept(new Command.Tick(100, List.of(new StoragePosition(other, new StorageMark(10, 20)))));

        assertThat(cluster.broker(1).storage()).isEqualTo(new StorageMark(0, 0));
    }

    @Test
    void shouldReportDivergenceOnlyForKnownIndexWithOtherHash() {
        long index = cluster.image().index();
        long digest = cluster.image().digest();
        cluster.accept(new Command.Tick(100, List.of()));

        cluster.accept(new Command.Digest(index, digest));
        cluster.accept(new Command.Digest(9_999, digest + 1));
        CommandReply reply = cluster.apply(new Command.Digest(index, digest + 1));

        assertThat(reply).isEqualTo(new CommandReply.Diverged(index, digest + 1, digest));
    }

    @Test
    void shouldChangeNothingButTheIndexForBarrierAndUndecodable() {
        long index = cluster.image().index();
        long digest = cluster.image().digest();

        cluster.accept(new Command.Barrier());
        assertThat(cluster.reject(new Command.Undecodable("garbage"))).isEqualTo(RejectionReason.INVALID_REQUEST);

        assertThat(cluster.image().index()).isEqualTo(index + 2);
        assertThat(cluster.image().digest()).isEqualTo(digest);
    }

    @Test
    void shouldReturnSameImageForIndexThatItContains() {
        ClusterImage image = cluster.image();

        Applied applied = CommandApply.apply(image, new Command.Tick(100, List.of()), image.index());

        assertThat(applied.image()).isSameAs(image);
        assertThat(applied.reply().accepted()).isFalse();
    }
}
