package io.thalweg.broker.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.cluster.ImageAnswers;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.AlterTopicRequest;
import io.thalweg.proto.v1.AlterTopicResponse;
import io.thalweg.proto.v1.CreateTopicRequest;
import io.thalweg.proto.v1.DeleteTopicRequest;
import io.thalweg.proto.v1.DescribeTopicRequest;
import io.thalweg.proto.v1.DescribeTopicResponse;
import io.thalweg.proto.v1.ErrorReason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What one broker answers about topics that another broker has just changed. */
final class TopicChangesTest {

    private static final UUID NEW_ID = new UUID(9, 9);

    private final LaggingMetadata metadata = new LaggingMetadata();
    private final FreshImages images = new FreshImages(metadata.view, metadata);
    private final TopicChanges changes =
            new TopicChanges(new PlacedTopics(() -> NEW_ID, () -> 1), images, new Proposals(metadata, metadata.view));
    private final TopicDescriber describer = new TopicDescriber(
            metadata.view,
            images,
            new ImageAnswers("client"),
            new LeaderHints(metadata.view, "client"),
            (peer, request) -> CompletableFuture.failedFuture(new IllegalStateException("no leader here")));

    private CompletableFuture<DescribeTopicResponse> describe(String name) {
        return describer.describe(
                DescribeTopicRequest.newBuilder().setName(name).build());
    }

    private CompletableFuture<AlterTopicResponse> alter(AlterTopicRequest.Builder request) {
        return changes.alter(request.setName("orders").build());
    }

    private Command.AlterTopic alteration(String key, String value) {
        var orders = metadata.topic("orders");
        return new Command.AlterTopic(orders.id(), orders.version(), Map.of(key, value), Set.of(), 1, List.of());
    }

    private static void assertRefused(CompletableFuture<?> call, ErrorReason reason) {
        assertThatThrownBy(call::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.failure().reason()).isEqualTo(reason));
    }

    @Test
    void shouldDescribeWhatAnotherBrokerHasJustCreated() {
        metadata.elsewhere(metadata.creation("orders"));

        CompletableFuture<DescribeTopicResponse> description = describe("orders");

        assertThat(description).isNotDone();
        metadata.catchUp();
        assertThat(description.join().getTopic().getName()).isEqualTo("orders");
    }

    @Test
    void shouldNotDescribeWhatAnotherBrokerHasJustDeleted() {
        metadata.elsewhere(metadata.creation("orders"));
        metadata.catchUp();
        metadata.elsewhere(new Command.DeleteTopic(metadata.topic("orders").id()));

        CompletableFuture<DescribeTopicResponse> description = describe("orders");
        metadata.catchUp();

        assertRefused(description, ErrorReason.ERROR_REASON_TOPIC_NOT_FOUND);
    }

    @Test
    void shouldDescribeWhatItKnowsWithoutMetadataLeaderButNeverDenyATopic() {
        metadata.elsewhere(metadata.creation("orders"));
        metadata.catchUp();
        metadata.reachable = false;

        assertThat(describe("orders").join().getTopic().getName()).isEqualTo("orders");
        assertRefused(describe("payments"), ErrorReason.ERROR_REASON_NO_METADATA_QUORUM);
    }

    @Test
    void shouldDeleteTheTopicThatHasTheNameNow() {
        metadata.elsewhere(metadata.creation("orders"));
        metadata.catchUp();
        metadata.elsewhere(new Command.DeleteTopic(metadata.topic("orders").id()));
        metadata.elsewhere(metadata.creation("orders"));

        var deletion =
                changes.delete(DeleteTopicRequest.newBuilder().setName("orders").build());
        metadata.catchUp();
        metadata.catchUp();

        assertThat(deletion).isCompleted();
        assertThat(metadata.image().topic("orders")).isNull();
    }

    @Test
    void shouldCreateATopicWhoseNamesakeAnotherBrokerHasJustDeleted() {
        metadata.elsewhere(metadata.creation("orders"));
        metadata.catchUp();
        metadata.elsewhere(new Command.DeleteTopic(metadata.topic("orders").id()));

        var creation =
                changes.create(CreateTopicRequest.newBuilder().setName("orders").build());
        metadata.catchUp();
        metadata.catchUp();

        assertThat(creation).isCompleted();
        assertThat(metadata.topic("orders").id()).isEqualTo(new TopicId(NEW_ID));
    }

    @Test
    void shouldKeepWhatAnotherBrokerChangedBetweenPlanAndProposal() {
        metadata.elsewhere(metadata.creation("orders"));
        metadata.catchUp();
        metadata.meanwhile.add(alteration("max.message.bytes", "2MiB"));

        var altered = alter(
                AlterTopicRequest.newBuilder().putConfig("retention.ms", "1h").setPartitions(3));
        metadata.catchUp();
        metadata.catchUp();
        metadata.catchUp();

        assertThat(altered.join().getConfigMap())
                .containsOnly(Map.entry("retention.ms", "3600000"), Map.entry("max.message.bytes", "2097152"));
        assertThat(altered.join().getPartitions()).isEqualTo(3);
        assertThat(altered.join().getChanged()).isTrue();
        assertThat(metadata.topic("orders").config().maxMessageBytes()).isEqualTo(2 << 20);
        assertThat(metadata.topic("orders").config().retentionMillis()).isEqualTo(3_600_000);
    }

    @Test
    void shouldProposeNothingForADryRunOrAChangeThatIsNone() {
        metadata.elsewhere(metadata.creation("orders"));

        var dry = alter(
                AlterTopicRequest.newBuilder().putConfig("retention.ms", "1h").setValidateOnly(true));
        metadata.catchUp();
        var none = alter(AlterTopicRequest.newBuilder().putConfig("retention.ms", "7d"));
        metadata.catchUp();

        assertThat(dry.join().getChanged()).isTrue();
        assertThat(none.join().getChanged()).isFalse();
        assertThat(metadata.proposed).allMatch(Command.Barrier.class::isInstance);
    }

    @Test
    void shouldNameTheNearestSetting() {
        metadata.elsewhere(metadata.creation("orders"));

        var refused = alter(AlterTopicRequest.newBuilder().putConfig("retention.mss", "1h"));
        metadata.catchUp();

        assertRefused(refused, ErrorReason.ERROR_REASON_INVALID_CONFIG);
    }
}
