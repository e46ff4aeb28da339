package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Durability;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AlterTopicTest {

    private static final String MIN_INSYNC = TopicConfig.MIN_INSYNC_REPLICAS;

    private final ClusterFixture cluster = ClusterFixture.withBrokers(4);
    private final Partition partition = cluster.createTopic("t", 2, 1, 2, 3);

    private Topic topic() {
        return Objects.requireNonNull(cluster.image().topic("t"));
    }

    private Command.AlterTopic config(Map<String, String> changes, String... reset) {
        return new Command.AlterTopic(topic().id(), topic().version(), changes, Set.of(reset), 1, List.of());
    }

    private Command.AlterTopic config(String key, String value) {
        return config(Map.of(key, value));
    }

    private Command.AlterTopic added(int first, Integer... replicas) {
        List<BrokerId> placed = Stream.of(replicas).map(BrokerId::new).toList();
        return new Command.AlterTopic(topic().id(), topic().version(), Map.of(), Set.of(), first, List.of(placed));
    }

    @Test
    void shouldChangeNamedSettingsAndKeepOthers() {
        cluster.accept(config(Map.of(TopicConfig.RETENTION_MS, "1h", TopicConfig.DURABILITY, "os")));
        cluster.accept(config(Map.of(TopicConfig.MAX_MESSAGE_BYTES, "2MiB"), TopicConfig.RETENTION_MS));

        TopicConfig config = topic().config();
        assertThat(config.retentionMillis()).isEqualTo(TopicConfig.DEFAULT.retentionMillis());
        assertThat(config.durability()).isEqualTo(Durability.OS);
        assertThat(config.maxMessageBytes()).isEqualTo(2 << 20);
        assertThat(config.minInsyncReplicas()).isEqualTo(2);
        assertThat(topic().version()).isEqualTo(cluster.image().index());
        assertThat(cluster.changes().altered()).containsExactly(topic().id());
        assertThat(cluster.changes().partitions()).isEmpty();
    }

    @Test
    void shouldNameNearestSettingAndRefuseBadValues() {
        CommandReply reply = cluster.apply(config("min.insync.replica", "2"));

        assertThat(reply).isInstanceOfSatisfying(CommandReply.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(RejectionReason.INVALID_CONFIG);
            assertThat(rejected.details()).containsEntry("nearest", MIN_INSYNC);
        });
        assertThat(cluster.reject(config(TopicConfig.RETENTION_MS, "soon"))).isEqualTo(RejectionReason.INVALID_CONFIG);
        assertThat(cluster.reject(config(Map.of(), "retention"))).isEqualTo(RejectionReason.INVALID_CONFIG);
        assertThat(cluster.reject(config(Map.of(MIN_INSYNC, "1"), MIN_INSYNC)))
                .isEqualTo(RejectionReason.INVALID_CONFIG);
    }

    @Test
    void shouldRefuseMinInsyncAboveReplicas() {
        assertThat(cluster.reject(config(MIN_INSYNC, "4"))).isEqualTo(RejectionReason.INVALID_CONFIG);
        cluster.accept(config(MIN_INSYNC, "3"));
    }

    @Test
    void shouldRefuseToResetMinInsyncAboveReplicas() {
        cluster.createTopic("one", 1, 1);
        Topic one = Objects.requireNonNull(cluster.image().topic("one"));

        assertThat(cluster.reject(
                        new Command.AlterTopic(one.id(), one.version(), Map.of(), Set.of(MIN_INSYNC), 1, List.of())))
                .isEqualTo(RejectionReason.INVALID_CONFIG);
    }

    @Test
    void shouldKeepHolderSetWhenMinInsyncRisesAboveIt() {
        cluster.accept(cluster.proposal(partition, cluster.entry(1), cluster.entry(2)));
        Partition before = cluster.now(partition);

        cluster.accept(config(MIN_INSYNC, "3"));

        assertThat(cluster.now(partition)).isEqualTo(before);
        assertThat(cluster.image().minInsyncReplicas(partition)).isEqualTo(3);
    }

    @Test
    void shouldRefuseRemovalThatWasProposedUnderLowerMinInsync() {
        Command.ProposeHolders removal = cluster.proposal(partition, cluster.entry(1), cluster.entry(2));
        cluster.accept(config(MIN_INSYNC, "3"));

        CommandReply.Accepted reply = cluster.accept(removal);

        assertThat(reply.items())
                .singleElement()
                .satisfies(item -> assertThat(item.rejection()).isEqualTo(RejectionReason.WOULD_LOSE_DATA));
        assertThat(cluster.holders(partition)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldLetLeaderShrinkSetOnlyAfterMinInsyncFell() {
        cluster.fence(2, 3);
        assertThat(cluster.holders(partition)).containsExactly(1, 2, 3);
        assertThat(cluster.accept(cluster.proposal(partition, cluster.entry(1))).items())
                .singleElement()
                .satisfies(item -> assertThat(item.rejection()).isEqualTo(RejectionReason.WOULD_LOSE_DATA));

        cluster.accept(config(MIN_INSYNC, "1"));
        assertThat(cluster.holders(partition)).containsExactly(1, 2, 3);
        cluster.accept(cluster.proposal(partition, cluster.entry(1)));

        assertThat(cluster.holders(partition)).containsExactly(1);
    }

    @Test
    void shouldStartAddedPartitionsWithLiveReplicasAndNewUids() {
        cluster.fence(4);

        cluster.accept(added(1, 4, 3, 2));

        assertThat(topic().partitions()).hasSize(2).startsWith(partition.uid());
        Partition grown = Objects.requireNonNull(cluster.image().partition(new PartitionId(topic().id(), 1)));
        assertThat(grown.uid()).isGreaterThan(partition.uid());
        assertThat(grown.replicas()).containsExactly(new BrokerId(4), new BrokerId(3), new BrokerId(2));
        assertThat(cluster.holders(grown)).containsExactly(3, 2);
        assertThat(cluster.leader(grown)).isEqualTo(3);
        assertThat(cluster.changes().partitions()).containsExactly(grown.uid());
    }

    @Test
    void shouldRefuseBadAdditions() {
        assertThat(cluster.reject(added(1, 1, 2))).isEqualTo(RejectionReason.INVALID_REQUEST);
        assertThat(cluster.reject(added(1, 1, 1, 2))).isEqualTo(RejectionReason.INVALID_REQUEST);
        assertThat(cluster.reject(added(1, 1, 2, 77))).isEqualTo(RejectionReason.BROKER_NOT_FOUND);
        assertThat(cluster.reject(added(0, 2, 3, 4))).isEqualTo(RejectionReason.STALE_VERSION);
        assertThat(cluster.reject(added(-1, 2, 3, 4))).isEqualTo(RejectionReason.STALE_VERSION);
        assertThat(cluster.reject(added(7, 2, 3, 4))).isEqualTo(RejectionReason.STALE_VERSION);
        cluster.accept(new Command.DrainBroker(new BrokerId(4), true));
        assertThat(cluster.reject(added(1, 4, 1, 2))).isEqualTo(RejectionReason.BROKER_NOT_READY);
    }

    @Test
    void shouldChangeNothingWhenAppliedAgainEvenIfSettingsBecameOthersMeanwhile() {
        Command.AlterTopic first = config(TopicConfig.RETENTION_MS, "1h");
        Command.AlterTopic growth = added(1, 2, 3, 4);
        cluster.accept(first);
        long digest = cluster.image().digest();
        cluster.accept(first);
        assertThat(cluster.image().digest()).isEqualTo(digest);

        assertThat(cluster.reject(growth)).isEqualTo(RejectionReason.STALE_VERSION);
        growth = added(1, 2, 3, 4);
        cluster.accept(growth);
        cluster.accept(config2("2h"));
        cluster.accept(growth);

        assertThat(topic().partitions()).hasSize(2);
        assertThat(cluster.reject(first)).isEqualTo(RejectionReason.STALE_VERSION);
        assertThat(topic().config().retentionMillis()).isEqualTo(7_200_000);
    }

    private Command.AlterTopic config2(String retention) {
        Map<String, String> changes = Map.of(TopicConfig.RETENTION_MS, retention);
        return new Command.AlterTopic(topic().id(), topic().version(), changes, Set.of(), 2, List.of());
    }

    @Test
    void shouldRefuseUnknownAndInternalTopics() {
        TopicId id = new TopicId(new UUID(7, 7));
        Command.AlterTopic unknown = new Command.AlterTopic(id, 1, Map.of(), Set.of(), 1, List.of());
        assertThat(cluster.reject(unknown)).isEqualTo(RejectionReason.TOPIC_NOT_FOUND);

        List<List<BrokerId>> replicas = List.of(List.of(new BrokerId(1), new BrokerId(2)));
        cluster.accept(new Command.CreateTopic(id, "__coordinator", true, Map.of(), replicas));
        assertThat(cluster.reject(unknown)).isEqualTo(RejectionReason.INTERNAL_TOPIC);
    }

    @Test
    void shouldDeleteGrownTopicWithAllItsPartitions() {
        cluster.accept(added(1, 4, 3, 2));
        Topic grown = topic();

        cluster.accept(new Command.DeleteTopic(grown.id()));

        assertThat(cluster.image().partitions()).isEmpty();
        assertThat(Objects.requireNonNull(cluster.image().tombstone(grown.id())).partitions())
                .isEqualTo(grown.partitions());
        assertThat(Objects.requireNonNull(cluster.image().tombstone(grown.id())).unconfirmed())
                .contains(new BrokerId(4));
    }
}
