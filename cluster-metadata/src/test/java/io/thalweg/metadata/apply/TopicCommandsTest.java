package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.TopicId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicCommandsTest {

    private final ClusterFixture cluster = ClusterFixture.withBrokers(3);

    @Test
    void shouldStartPartitionWithActiveReplicasAndFirstOneAsLeader() {
        cluster.fence(1);

        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

        assertThat(cluster.leader(partition)).isEqualTo(2);
        assertThat(cluster.holders(partition)).containsExactly(2, 3);
        assertThat(partition.leaderEpoch().value()).isEqualTo(cluster.image().index());
        assertThat(partition.version()).isEqualTo(cluster.image().index());
    }

    @Test
    void shouldNeverReusePartitionUids() {
        Partition first = cluster.createTopic("t", 2, 1, 2, 3);
        cluster.accept(new Command.DeleteTopic(first.id().topic()));

        Partition second = cluster.createTopic("t", 2, 1, 2, 3);

        assertThat(second.uid()).isGreaterThan(first.uid());
        assertThat(second.id().topic()).isNotEqualTo(first.id().topic());
    }

    @Test
    void shouldAcceptSameCreationTwice() {
        Command.CreateTopic creation = cluster.creation("t", 2, 1, 2, 3);
        cluster.accept(creation);
        long digest = cluster.image().digest();

        cluster.accept(creation);

        assertThat(cluster.image().digest()).isEqualTo(digest);
    }

    @Test
    void shouldRejectTakenName() {
        cluster.createTopic("t", 2, 1, 2, 3);

        assertThat(cluster.reject(cluster.creation("t", 2, 1, 2, 3))).isEqualTo(RejectionReason.TOPIC_EXISTS);
    }

    @Test
    void shouldRejectUsedTopicId() {
        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);
        TopicId used = partition.id().topic();
        List<List<BrokerId>> replicas = List.of(partition.replicas());

        assertThat(cluster.reject(new Command.CreateTopic(used, "other", false, Map.of(), replicas)))
                .isEqualTo(RejectionReason.INVALID_REQUEST);
        cluster.accept(new Command.DeleteTopic(used));
        assertThat(cluster.reject(new Command.CreateTopic(used, "t", false, Map.of(), replicas)))
                .isEqualTo(RejectionReason.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "ümlaut", "__mine", "with space"})
    void shouldRejectBadNames(String name) {
        assertThat(cluster.reject(cluster.creation(name, 2, 1, 2, 3))).isEqualTo(RejectionReason.INVALID_NAME);
    }

    @Test
    void shouldRejectBadPlacements() {
        assertThat(cluster.reject(cluster.creation("t", 1, 1, 1))).isEqualTo(RejectionReason.INVALID_REQUEST);
        assertThat(cluster.reject(cluster.creation("t", 1))).isEqualTo(RejectionReason.INVALID_REQUEST);
        assertThat(cluster.reject(cluster.creation("t", 1, 1, 77))).isEqualTo(RejectionReason.BROKER_NOT_FOUND);
        TopicId id = new TopicId(new UUID(7, 7));
        assertThat(cluster.reject(new Command.CreateTopic(id, "t", false, Map.of(), List.of())))
                .isEqualTo(RejectionReason.INVALID_REQUEST);
    }

    @Test
    void shouldRejectUnevenReplicas() {
        List<List<BrokerId>> uneven = List.of(List.of(new BrokerId(1), new BrokerId(2)), List.of(new BrokerId(1)));
        TopicId id = new TopicId(new UUID(7, 7));

        assertThat(cluster.reject(new Command.CreateTopic(id, "t", false, Map.of(), uneven)))
                .isEqualTo(RejectionReason.INVALID_REQUEST);
    }

    @Test
    void shouldRejectReplicasOnDrainingBroker() {
        cluster.accept(new Command.DrainBroker(new BrokerId(3), true));

        assertThat(cluster.reject(cluster.creation("t", 2, 1, 2, 3))).isEqualTo(RejectionReason.BROKER_NOT_READY);
    }

    @Test
    void shouldRejectPartitionWithoutActiveReplica() {
        cluster.fence(1, 2);

        assertThat(cluster.reject(cluster.creation("t", 1, 1, 2))).isEqualTo(RejectionReason.NOT_ENOUGH_BROKERS);
    }

    @Test
    void shouldRejectMinInsyncAboveReplicasAndUnknownSettings() {
        assertThat(cluster.reject(cluster.creation("t", 3, 1, 2))).isEqualTo(RejectionReason.INVALID_CONFIG);
        Command.CreateTopic plain = cluster.creation("t", 2, 1, 2);
        Command.CreateTopic odd =
                new Command.CreateTopic(plain.topic(), "t", false, Map.of("retention.mss", "1"), plain.replicas());
        assertThat(cluster.reject(odd)).isEqualTo(RejectionReason.INVALID_CONFIG);
    }

    @Test
    void shouldLeaveTombstoneUntilForgotten() {
        Partition partition = cluster.createTopic("t", 2, 1, 2, 3);
        TopicId id = partition.id().topic();

        cluster.accept(new Command.DeleteTopic(id));

        ClusterImage image = cluster.image();
        assertThat(image.topic("t")).isNull();
        assertThat(image.partition(partition.uid())).isNull();
        assertThat(image.partitionsOf(new BrokerId(1))).isEmpty();
        assertThat(image.partitionsLedBy(new BrokerId(1))).isEmpty();
        assertThat(cluster.changes().deleted()).containsExactly(id);
        Tombstone tombstone = Objects.requireNonNull(image.tombstone(id));
        assertThat(tombstone.partitions()).containsExactly(partition.uid());
        assertThat(tombstone.unconfirmed()).containsExactly(new BrokerId(1), new BrokerId(2), new BrokerId(3));

        cluster.accept(new Command.ForgetTopic(id));
        assertThat(cluster.image().tombstones()).isEmpty();
    }

    @Test
    void shouldAcceptDeletionTwiceWhileTombstoneStands() {
        TopicId id = cluster.createTopic("t", 2, 1, 2, 3).id().topic();
        cluster.accept(new Command.DeleteTopic(id));
        long digest = cluster.image().digest();

        cluster.accept(new Command.DeleteTopic(id));

        assertThat(cluster.image().digest()).isEqualTo(digest);
    }

    @Test
    void shouldRejectDeletionOfUnknownAndInternalTopics() {
        TopicId id = new TopicId(new UUID(7, 7));
        assertThat(cluster.reject(new Command.DeleteTopic(id))).isEqualTo(RejectionReason.TOPIC_NOT_FOUND);
        assertThat(cluster.reject(new Command.ForgetTopic(id))).isEqualTo(RejectionReason.TOPIC_NOT_FOUND);

        List<List<BrokerId>> replicas = List.of(List.of(new BrokerId(1), new BrokerId(2)));
        cluster.accept(new Command.CreateTopic(id, "__coordinator", true, Map.of(), replicas));
        assertThat(cluster.reject(new Command.DeleteTopic(id))).isEqualTo(RejectionReason.INTERNAL_TOPIC);
    }
}
